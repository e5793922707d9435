/** What is said where a secret is shown. */
export const texts = {
  dialog: 'The new client secret',
  title: 'Store the client secret now',
  text: 'It is shown this once. Nobody can see it again, also not those who run the gateway.',
  copy: 'Copy the secret',
  copied: 'Copied',
  notCopied: 'The browser does not let the page copy. Select the secret and copy it yourself.',
  download: 'Save as .env file',
  isStored: 'I have stored it',
  done: 'Done',
  lost: 'You have not stored the client secret. If you leave, nobody can see it again, and the application needs another one.',
};
