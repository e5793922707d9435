/** What the page of activity says. */
export const texts = {
  title: 'Activity',
  about: 'Who did what to what you may see, newest first. Entries outlive their objects and never change.',
  operation: 'What was done',
  everything: 'Everything',
  since: 'Since',
  sinces: { '': 'The beginning', '1': 'A day ago', '7': 'A week ago', '30': '30 days ago', '90': '90 days ago' },
  mine: 'Only what I did',
  withoutConsole: 'Without sign-ins to this console',
  none: 'Nothing to show',
  noneOf: {
    WARN_OF_LOGINS:
      'No user had more wrong passwords tried for them within a short time than is usual. Who was refused for single ones, the log of the gateway says.',
  } as Readonly<Record<string, string>>,
  noneText: 'Nothing of this kind was done in this time. Take a filter away to see more.',
};
