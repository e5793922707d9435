import { afterEach, expect, test } from '@jest/globals';
import { cleanup, screen } from '@testing-library/react';
import { useViewer } from '../../console/src/app/viewer.tsx';
import { show } from './support/show.tsx';

afterEach(cleanup);

const Name = () => <p>{useViewer().username}</p>;

test('who has a session is logged in without a question', async () => {
  const { gateway } = await show([{ path: '/', element: <Name /> }], '/');
  expect(await screen.findByText('ada')).toBeTruthy();
  expect(gateway.asked).toEqual(['authorize', 'token', 'Viewer']);
});
