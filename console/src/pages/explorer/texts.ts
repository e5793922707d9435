/** What the explorer says, beside what is GraphiQL's own. */
export const texts = {
  title: 'Explorer',
  about: 'Ask the API as yourself: what you may do here is what you may do everywhere.',
  examples: 'Open an example',
  choose: 'Choose an example …',
  first: '# Ask the API. Ctrl+Space proposes what there is, Ctrl+Enter asks.\nquery WhoAmI {\n  viewer {\n    username\n  }\n}\n',
  loading: 'The explorer is being loaded.',
};
