import { Button, Card, CardBody, CardHeader, CardTitle, Flex, FlexItem, Label } from '@patternfly/react-core';
import { useSearchParams } from 'react-router';
import type { SecondFactor } from '../api/types';
import { AllowedButton } from '../shell/AllowedButton';
import { Fetched } from '../shell/Fetched';
import { count, pointInTime } from '../shell/format';
import { useSecondFactor } from './calls';
import { CodeDialog } from './CodeDialog';
import { EnrolDialog } from './EnrolDialog';
import { useSession } from './session';

/** Whether signing in takes a one-time code, and changing that. */
export function SecondFactorCard() {
  const factor = useSecondFactor();
  const [address, setAddress] = useSearchParams();
  const close = () => setAddress({});
  const dialog = address.get('dialog');
  return (
    <Card>
      <CardHeader>
        <CardTitle component="h2">Second factor</CardTitle>
      </CardHeader>
      <CardBody>
        <Fetched query={factor} what="The second factor">
          {(state) => <State factor={state} onDialog={(name) => setAddress({ dialog: name })} />}
        </Fetched>
      </CardBody>
      {dialog === 'second-factor' && <EnrolDialog onClose={close} />}
      {(dialog === 'removal' || dialog === 'recovery-codes') && <CodeDialog purpose={dialog} onClose={close} />}
    </Card>
  );
}

function State({ factor, onDialog }: { factor: SecondFactor; onDialog: (name: string) => void }) {
  const provider = useSession().data?.provider;
  if (!factor.enabled) {
    return (
      <Flex justifyContent={{ default: 'justifyContentSpaceBetween' }} alignItems={{ default: 'alignItemsCenter' }}>
        <FlexItem className="pando-grow">
          Signing in takes your password only. With a code of an app on your phone besides, somebody who has the
          password still cannot get in.
        </FlexItem>
        <AllowedButton
          onClick={() => onDialog('second-factor')}
          reason={provider && `You signed in at ${provider}, which has its own second factor.`}
          data-testid="second-factor-on"
        >
          Set up
        </AllowedButton>
      </Flex>
    );
  }
  return (
    <Flex justifyContent={{ default: 'justifyContentSpaceBetween' }} alignItems={{ default: 'alignItemsCenter' }}>
      <FlexItem className="pando-grow" data-testid="second-factor-state">
        <Label color="green" isCompact>
          On
        </Label>{' '}
        Signing in takes a code{factor.since && `, since ${pointInTime(factor.since)}`}.{' '}
        {count(factor.recoveryCodesLeft, 'recovery code')} left.
      </FlexItem>
      <Flex gap={{ default: 'gapSm' }}>
        <Button variant="secondary" onClick={() => onDialog('recovery-codes')}>
          New recovery codes
        </Button>
        <Button variant="secondary" isDanger onClick={() => onDialog('removal')} data-testid="second-factor-off">
          Turn off
        </Button>
      </Flex>
    </Flex>
  );
}
