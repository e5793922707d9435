/** What a worker tells its leader once it answers all that there is. */
export interface Serves {
  readonly serves: string;
}

/** Says where the gateway is. @param processes how many they are, where there is more than one */
export const sayServes = (url: string, processes?: number): void =>
  void process.stderr.write(`Clientele serves ${url}/graphql${processes ? ` with ${processes} processes` : ''}\n`);
