/** What a worker tells its leader once it answers all that there is. */
export interface Serves {
  readonly serves: string;
  /** Where its console is, if it is on. */
  readonly home: string | undefined;
}

/** Says where the gateway is. @param processes how many they are, where there is more than one */
export function sayServes({ serves, home }: Serves, processes?: number): void {
  const address = `Clientele serves ${serves}/graphql${processes ? ` with ${processes} processes` : ''}\n`;
  process.stderr.write(address + (home ? `Its console is at ${home}\n` : ''));
}
