import { Stack, StackItem } from '@patternfly/react-core';
import { PageFrame } from '../shell/PageFrame';
import { SecondFactorCard } from './SecondFactorCard';
import { SessionsCard } from './SessionsCard';

/** One's own account: where it is signed in, and what signing in takes. */
export function AccountPage() {
  return (
    <PageFrame title="Account" description="Where you are signed in, and what signing in takes.">
      <Stack hasGutter>
        <StackItem>
          <SecondFactorCard />
        </StackItem>
        <StackItem>
          <SessionsCard />
        </StackItem>
      </Stack>
    </PageFrame>
  );
}
