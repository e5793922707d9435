/** What is said where there is no page. */
export const texts = {
  title: 'There is nothing here',
  text: 'The address may be wrong, or what was here is gone, or it is not yours to see.',
  home: 'Go to the overview',
};
