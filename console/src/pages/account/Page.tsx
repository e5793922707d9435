import { Tabs } from '@mantine/core';
import { PageHeader } from '../../components/PageHeader.tsx';
import { useChoice } from '../../components/use-parameter.ts';
import { Grants } from './Grants.tsx';
import { Password } from './Password.tsx';
import { PersonalTokens } from './PersonalTokens.tsx';
import { Profile } from './Profile.tsx';
import { texts } from './texts.ts';

const PARTS = { profile: Profile, password: Password, tokens: PersonalTokens, grants: Grants };

/** Who one is, one's password and tokens, and what one has allowed others. */
export function Page() {
  const [chosen, choose] = useChoice('part');
  const part = Object.hasOwn(PARTS, chosen) ? chosen : 'profile';
  return (
    <>
      <PageHeader title={texts.title} />
      <Tabs value={part} onChange={(next) => choose(next === 'profile' ? '' : (next ?? ''))} keepMounted={false}>
        <Tabs.List mb="lg" aria-label={texts.tabs}>
          {(Object.keys(PARTS) as (keyof typeof PARTS)[]).map((name) => (
            <Tabs.Tab key={name} value={name}>
              {texts[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {Object.entries(PARTS).map(([name, Part]) => (
          <Tabs.Panel key={name} value={name}>
            <Part />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
