import { Alert, ClipboardCopy, Flex, FlexItem, Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import { lazy, Suspense, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Job, Machine } from '../api/types';
import { isActive, useJob } from '../jobs/calls';
import { JobProgress } from '../jobs/JobProgress';
import { useRights } from '../projects/rights';
import { viewerReason } from '../projects/roles';
import { AllowedButton } from '../shell/AllowedButton';
import { Fetched, Lines } from '../shell/Fetched';
import { PageFrame } from '../shell/PageFrame';
import { Since, useNow } from '../shell/Since';
import { useMachine } from './calls';
import { standing } from './lifetime';
import { MachineBadge } from './MachineBadge';
import { MachineDetails } from './MachineDetails';
import { MachineIdentity } from './MachineIdentity';
import { MachineMenu } from './MachineMenu';
import { refusal, sshLine } from './machineState';
import { MachineTimeline } from './MachineTimeline';
import { useCommand } from './useCommand';

const ScreenConsole = lazy(() =>
  import('../console/ScreenConsole').then((module) => ({ default: module.ScreenConsole })),
);
const MachineHardware = lazy(() => import('./MachineHardware').then((module) => ({ default: module.MachineHardware })));
const MachineSnapshots = lazy(() =>
  import('./MachineSnapshots').then((module) => ({ default: module.MachineSnapshots })),
);
const LifetimeDialog = lazy(() => import('./LifetimeDialog').then((module) => ({ default: module.LifetimeDialog })));
const SerialConsole = lazy(() =>
  import('../console/SerialConsole').then((module) => ({ default: module.SerialConsole })),
);

const tabs = {
  console: 'Console',
  serial: 'Serial',
  timeline: 'Timeline',
  hardware: 'Hardware',
  snapshots: 'Snapshots',
  identity: 'Identity',
  details: 'Details',
};
type TabName = keyof typeof tabs;

export function MachinePage() {
  const { id = '' } = useParams();
  const machine = useMachine(id);
  const job = useJob(machine.data?.jobId);
  return (
    <PageFrame
      title={machine.data?.name ?? 'Machine'}
      badge={machine.data && <MachineBadge machine={machine.data} job={job.data} />}
      description={machine.data && <Summary machine={machine.data} />}
      above={[{ label: 'My machines', path: '/machines' }]}
      actions={machine.data && <Actions machine={machine.data} />}
    >
      <Fetched query={machine} what="The machine">
        {(data) => <MachineTabs key={data.id} machine={data} job={job.data} />}
      </Fetched>
    </PageFrame>
  );
}

function Summary({ machine }: { machine: Machine }) {
  const line = sshLine(machine);
  return (
    <Flex
      component="span"
      gap={{ default: 'gapMd' }}
      alignItems={{ default: 'alignItemsCenter' }}
      rowGap={{ default: 'rowGapXs' }}
    >
      <span>
        Made from <Link to={`/images/${machine.imageId}`}>{machine.image}</Link>
      </span>
      <span>
        {machine.addresses.length > 0
          ? machine.addresses.join(', ')
          : machine.state === 'RUNNING'
            ? 'No address yet'
            : 'No address'}
      </span>
      {line && (
        <ClipboardCopy
          variant="inline-compact"
          isCode
          hoverTip="Copy"
          clickTip="Copied"
          data-testid="ssh-line"
          copyAriaLabel="Copy the ssh command"
        >
          {line}
        </ClipboardCopy>
      )}
    </Flex>
  );
}

function Actions({ machine }: { machine: Machine }) {
  const rights = useRights();
  const { give, pendingCommand } = useCommand();
  const main = machine.state === 'RUNNING' ? 'stop' : machine.state === 'SUSPENDED' ? 'resume' : 'start';
  const labels = { stop: 'Stop', resume: 'Resume', start: 'Start' };
  return (
    <Flex gap={{ default: 'gapSm' }} flexWrap={{ default: 'nowrap' }}>
      <FlexItem>
        <AllowedButton
          variant={main === 'stop' ? 'secondary' : 'primary'}
          reason={refusal(machine, main, rights)}
          isLoading={pendingCommand === main}
          onClick={() => give(main, machine)}
          data-testid={`machine-${main}`}
        >
          {labels[main]}
        </AllowedButton>
      </FlexItem>
      <FlexItem>
        <MachineMenu machine={machine} label="Actions" />
      </FlexItem>
    </Flex>
  );
}

function MachineTabs({ machine, job }: { machine: Machine; job: Job | undefined }) {
  const [address, setAddress] = useSearchParams();
  // Where nobody chose a tab, a machine that is being made shows how far it is, and stays there when it is done.
  const [initial] = useState<TabName>(() =>
    machine.state === 'PROVISIONING' || machine.state === 'FAILED' ? 'timeline' : 'console',
  );
  const asked = address.get('tab') ?? '';
  const active: TabName = asked in tabs ? (asked as TabName) : initial;
  const show = (tab: TabName) =>
    setAddress((before) => {
      const next = new URLSearchParams(before);
      next.set('tab', tab);
      return next;
    });
  const working = job && isActive(job) && machine.busy ? job : undefined;

  return (
    <>
      {machine.problem && !(active === 'timeline' && job?.state === 'FAILED') && (
        <Alert
          component="p"
          isInline
          variant="danger"
          title="This machine has failed"
          className="pando-gap"
          data-testid="machine-problem"
        >
          {machine.problem}
        </Alert>
      )}
      {machine.hardware.pending && (
        <Alert
          component="p"
          isInline
          variant="info"
          title="A restart is needed"
          className="pando-gap"
          data-testid="machine-pending"
        >
          {machine.hardware.pending}
        </Alert>
      )}
      <LifetimeReminder machine={machine} />
      {working && active !== 'timeline' && (
        <div className="pando-working">
          <JobProgress job={working} />
        </div>
      )}
      <Tabs
        activeKey={active}
        onSelect={(_event, tab) => show(tab as TabName)}
        aria-label={`About ${machine.name}`}
        mountOnEnter
        unmountOnExit
        className="pando-tabs"
      >
        {(Object.keys(tabs) as TabName[]).map((tab) => (
          <Tab key={tab} eventKey={tab} title={<TabTitleText>{tabs[tab]}</TabTitleText>} data-testid={`tab-${tab}`}>
            <Suspense fallback={<Lines number={6} />}>
              {tab === active && <TabContent tab={tab} machine={machine} job={job} onShow={show} />}
            </Suspense>
          </Tab>
        ))}
      </Tabs>
    </>
  );
}

/** Says in time that a machine's time is over soon, and what then. */
function LifetimeReminder({ machine }: { machine: Machine }) {
  const rights = useRights();
  const [open, setOpen] = useState(false);
  const is = standing(machine, useNow(20_000));
  const extend = () => setOpen(true);
  return (
    <>
      {(is === 'soon' || is === 'over') && (
        <Alert
          component="p"
          isInline
          variant="warning"
          title={is === 'over' ? "This machine's time is over" : "This machine's time is over soon"}
          className="pando-gap"
          data-testid="machine-lifetime"
          actionLinks={
            <AllowedButton variant="link" isInline reason={viewerReason(machine.project, rights)} onClick={extend}>
              Give it more time
            </AllowedButton>
          }
        >
          {is === 'over' ? (
            'It can be started once it has more.'
          ) : (
            <>
              It is suspended <Since instant={machine.expiresAt ?? ''} />, and not deleted.
            </>
          )}
        </Alert>
      )}
      <Suspense fallback={null}>{open && <LifetimeDialog machine={machine} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}

interface TabContentProperties {
  tab: TabName;
  machine: Machine;
  job: Job | undefined;
  onShow: (tab: TabName) => void;
}

function TabContent({ tab, machine, job, onShow }: TabContentProperties) {
  switch (tab) {
    case 'console':
      return <ScreenConsole machine={machine} />;
    case 'serial':
      return <SerialConsole machine={machine} />;
    case 'timeline':
      return <MachineTimeline machine={machine} job={job} onOpenConsole={() => onShow('console')} />;
    case 'hardware':
      return <MachineHardware machine={machine} />;
    case 'snapshots':
      return <MachineSnapshots machine={machine} />;
    case 'identity':
      return <MachineIdentity machine={machine} />;
    case 'details':
      return <MachineDetails machine={machine} />;
  }
}
