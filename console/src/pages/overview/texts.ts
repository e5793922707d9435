/** What the overview says. */
export const texts = {
  title: 'Overview',
};
