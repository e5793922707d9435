/** What is said where two have changed the same. */
export const texts = {
  conflict: 'Somebody else has changed it meanwhile',
  conflictText: 'Nothing is lost: choose what each field is to be, then save. What only one of you has changed is chosen already.',
  mine: 'Mine',
  theirs: 'Theirs',
  before: 'Before',
  bothChanged: 'Both of you have changed it: choose.',
  saveChosen: 'Save what is chosen',
  back: 'Back to the form',
  yes: 'yes',
  no: 'no',
  none: 'none',
};
