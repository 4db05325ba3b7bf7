import {
  Alert,
  Card,
  CardBody,
  CardTitle,
  DescriptionList,
  Flex,
  Grid,
  GridItem,
  Label,
  Tab,
  Tabs,
  TabTitleText,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import type { Image } from '../api/types';
import { useActiveJobs, useJob } from '../jobs/calls';
import { JobProgress } from '../jobs/JobProgress';
import { useMachines } from '../machines/calls';
import { MachineBadge } from '../machines/MachineBadge';
import { useRights } from '../projects/rights';
import { viewerReason, type Rights } from '../projects/roles';
import { AllowedButton } from '../shell/AllowedButton';
import { ConfirmDialog } from '../shell/ConfirmDialog';
import { Fact } from '../shell/Fact';
import { Fetched, Lines } from '../shell/Fetched';
import { bytes, count, duration, mebibytes } from '../shell/format';
import { PageFrame } from '../shell/PageFrame';
import { Since } from '../shell/Since';
import { ProblemAlert } from '../shell/ProblemAlert';
import { useDeleteImage, useImage, useMarkModel } from './calls';
import { CloneButton } from './CloneButton';
import { ImageBadge } from './ImageBadge';
import { WarmPoolCard } from './WarmPoolCard';

const ImageInside = lazy(() => import('./ImageInside').then((module) => ({ default: module.ImageInside })));
const ImagePackages = lazy(() => import('./ImagePackages').then((module) => ({ default: module.ImagePackages })));
const ImageSealing = lazy(() => import('./ImageSealing').then((module) => ({ default: module.ImageSealing })));
const StageDialog = lazy(() => import('./StageDialog').then((module) => ({ default: module.StageDialog })));

const tabs = { about: 'About', inside: 'Inside', packages: 'Packages', sealing: 'Sealing' };
type TabName = keyof typeof tabs;

const ways = { AUTO: 'Whichever answers', AGENT: 'Guest agent', CONSOLE: 'Login on the serial console' };

export function ImagePage() {
  const { id = '' } = useParams();
  const image = useImage(id);
  return (
    <PageFrame
      title={image.data?.name ?? 'Image'}
      badge={
        image.data && (
          <Flex gap={{ default: 'gapSm' }}>
            <ImageBadge state={image.data.state} />
            {image.data.model && (
              <Label isCompact color="purple" data-testid="model">
                Model
              </Label>
            )}
          </Flex>
        )
      }
      description={image.data?.description}
      above={[{ label: 'Images', path: '/images' }]}
      actions={
        image.data && (
          <Flex gap={{ default: 'gapSm' }}>
            <CloneButton image={image.data} variant="primary" />
            {!image.data.staged && <StageImage image={image.data} />}
            <DeleteImage image={image.data} />
          </Flex>
        )
      }
    >
      <Fetched query={image} what="The image">
        {(data) => (
          <>
            {data.problem && (
              <Alert component="p" isInline variant="danger" title="It could not be made" className="pando-gap">
                {data.problem}
              </Alert>
            )}
            {data.state === 'IMPORTING' && data.jobId !== undefined && <Importing job={data.jobId} />}
            <ImageTabs key={data.id} image={data} />
          </>
        )}
      </Fetched>
    </PageFrame>
  );
}

function ImageTabs({ image }: { image: Image }) {
  const [address, setAddress] = useSearchParams();
  const asked = address.get('tab') ?? '';
  const active: TabName = asked in tabs ? (asked as TabName) : 'about';
  const shown = (Object.keys(tabs) as TabName[]).filter((tab) => tab !== 'sealing' || image.staged !== undefined);
  return (
    <Tabs
      activeKey={active}
      onSelect={(_event, tab) => setAddress({ tab: String(tab) })}
      aria-label={`About ${image.name}`}
      mountOnEnter
      unmountOnExit
      className="pando-tabs"
    >
      {shown.map((tab) => (
        <Tab key={tab} eventKey={tab} title={<TabTitleText>{tabs[tab]}</TabTitleText>} data-testid={`tab-${tab}`}>
          <Suspense fallback={<Lines number={6} />}>
            {tab === active && <TabContent tab={tab} image={image} />}
          </Suspense>
        </Tab>
      ))}
    </Tabs>
  );
}

function TabContent({ tab, image }: { tab: TabName; image: Image }) {
  const rights = useRights();
  switch (tab) {
    case 'about':
      return <About image={image} />;
    case 'inside':
      return <ImageInside image={image} refusal={changeRefusal(image, rights)} />;
    case 'packages':
      return <ImagePackages image={image} refusal={changeRefusal(image, rights)} />;
    case 'sealing':
      return <ImageSealing image={image} />;
  }
}

function About({ image }: { image: Image }) {
  return (
    <Grid hasGutter>
      <GridItem span={12} lg={6}>
        <Facts image={image} />
      </GridItem>
      <GridItem span={12} lg={6}>
        <MasterIdentity image={image} />
      </GridItem>
      {image.staged && image.state === 'READY' && (
        <GridItem span={12}>
          <WarmPoolCard image={image} />
        </GridItem>
      )}
      <GridItem span={12}>
        <MachinesMade image={image} />
      </GridItem>
    </Grid>
  );
}

function Importing({ job }: { job: number }) {
  const { data } = useJob(job);
  if (!data) return null;
  return (
    <Card className="pando-gap">
      <CardBody>
        <JobProgress job={data} />
        <Link to={`/jobs/${job}`}>Follow the job</Link>
      </CardBody>
    </Card>
  );
}

function Facts({ image }: { image: Image }) {
  return (
    <Card isFullHeight component="section">
      <CardTitle component="h2">Facts</CardTitle>
      <CardBody>
        <DescriptionList isHorizontal isCompact>
          <Fact term="Operating system">{image.operatingSystem ?? 'Not known'}</Fact>
          {image.virtualSize !== undefined && <Fact term="Disk">{bytes(image.virtualSize)}</Fact>}
          {image.storedSize !== undefined && <Fact term="Takes">{bytes(image.storedSize)} in the pool</Fact>}
          {image.format && <Fact term="Stored as">{image.format}</Fact>}
          <Fact term="A clone gets">
            {count(image.defaults.vcpus, 'processor')}, {mebibytes(image.defaults.memoryMiB)} of memory
          </Fact>
          {image.hardware && (
            <Fact term="Was exported with">
              {[
                image.hardware.vcpus !== undefined ? count(image.hardware.vcpus, 'processor') : undefined,
                image.hardware.memoryMiB !== undefined ? mebibytes(image.hardware.memoryMiB) : undefined,
                count(image.hardware.networkCards.length, 'network card'),
                image.hardware.firmware.toUpperCase(),
                `disk on ${image.hardware.diskBus}`,
              ]
                .filter(Boolean)
                .join(', ')}
            </Fact>
          )}
          {image.guestAccess && <Fact term="Way into the guest">{ways[image.guestAccess]}</Fact>}
          {image.account && <Fact term="Pando's account">{image.account}</Fact>}
          {image.bootSeconds !== undefined && <Fact term="Answers after">{duration(image.bootSeconds)}</Fact>}
          <Fact term="Seen by">
            {image.project ? (
              <>
                members of <Link to={`/projects/${image.project.id}`}>{image.project.name}</Link>
              </>
            ) : (
              'Everybody'
            )}
          </Fact>
          <Fact term={image.staged ? 'Staged' : 'Imported'}>
            <Since instant={image.createdAt} /> by {image.owner.displayName}
          </Fact>
          {image.staged && (
            <Fact term="Staged of">
              <Link to={`/images/${image.staged.modelId}`}>{image.staged.modelName}</Link>, version{' '}
              {image.staged.version}
            </Fact>
          )}
          {image.sha256 && (
            <Fact term="SHA-256">
              <code className="pando-code">{image.sha256}</code>
            </Fact>
          )}
        </DescriptionList>
      </CardBody>
    </Card>
  );
}

function MasterIdentity({ image }: { image: Image }) {
  const fields = Object.entries(image.masterIdentity?.fields ?? {}).sort(([one], [other]) => one.localeCompare(other));
  return (
    <Card isFullHeight component="section">
      <CardTitle component="h2">Identity of the {image.staged ? 'model' : 'master'}</CardTitle>
      <CardBody>
        {fields.length === 0 ? (
          <p className="pando-secondary">It is read from the guest when the image is imported.</p>
        ) : (
          <>
            <p className="pando-secondary pando-gap">
              What the {image.staged ? 'model' : 'master'} said of itself. No clone may have any of it.
            </p>
            <DescriptionList isHorizontal isCompact>
              {fields.map(([field, values]) => (
                <Fact key={field} term={field}>
                  {values.length === 0 ? (
                    <span className="pando-secondary">none</span>
                  ) : (
                    values.map((value) => (
                      <code key={value} className="pando-code pando-block">
                        {value}
                      </code>
                    ))
                  )}
                </Fact>
              ))}
            </DescriptionList>
          </>
        )}
      </CardBody>
    </Card>
  );
}

function MachinesMade({ image }: { image: Image }) {
  const machines = useMachines({ image: image.id, limit: 25 });
  const jobs = useActiveJobs();
  return (
    <Card component="section">
      <CardTitle component="h2">My machines made from it</CardTitle>
      <CardBody>
        <Fetched query={machines} what="The machines">
          {(page) =>
            page.items.length === 0 ? (
              <p className="pando-secondary">None of yours. Press Clone to make the first one.</p>
            ) : (
              <>
                <Table aria-label="Machines made from it" variant="compact" gridBreakPoint="grid-md">
                  <Thead>
                    <Tr>
                      <Th>Name</Th>
                      <Th>State</Th>
                      <Th>Address</Th>
                      <Th>Created</Th>
                    </Tr>
                  </Thead>
                  <Tbody>
                    {page.items.map((machine) => (
                      <Tr key={machine.id}>
                        <Td dataLabel="Name">
                          <Link to={`/machines/${machine.id}`}>{machine.name}</Link>
                        </Td>
                        <Td dataLabel="State">
                          <MachineBadge
                            machine={machine}
                            job={jobs.data?.items.find((job) => job.id === machine.jobId)}
                          />
                        </Td>
                        <Td dataLabel="Address">{machine.addresses[0] ?? '–'}</Td>
                        <Td dataLabel="Created">
                          <Since instant={machine.createdAt} />
                        </Td>
                      </Tr>
                    ))}
                  </Tbody>
                </Table>
                {page.total > page.items.length && <Link to={`/machines?image=${image.id}`}>All {page.total}</Link>}
              </>
            )
          }
        </Fetched>
      </CardBody>
    </Card>
  );
}

/** Why one may not have an image looked at or staged; undefined when one may. */
function changeRefusal(image: Image, rights: Rights): string | undefined {
  if (image.project) {
    const viewer = viewerReason(image.project, rights);
    if (viewer !== undefined) return viewer;
  } else if (!rights.administrator) {
    return 'Everybody has this image: only administrators do this.';
  }
  return image.state === 'READY' ? undefined : 'The image is not ready.';
}

function StageImage({ image }: { image: Image }) {
  const rights = useRights();
  const [asking, setAsking] = useState(false);
  const mark = useMarkModel();
  const reason = changeRefusal(image, rights);
  return (
    <>
      <AllowedButton
        variant="secondary"
        reason={reason}
        isLoading={mark.isPending}
        onClick={() => mark.mutate({ id: image.id, model: !image.model })}
        data-testid="mark-model"
      >
        {image.model ? 'No model any more' : 'Mark as model'}
      </AllowedButton>
      <AllowedButton variant="secondary" reason={reason} onClick={() => setAsking(true)} data-testid="stage-image">
        Stage
      </AllowedButton>
      <ProblemAlert error={mark.error} title="It stays as it is" />
      {asking && (
        <Suspense>
          <StageDialog image={image} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}

function deletionRefusal(image: Image, rights: Rights): string | undefined {
  if (image.project) {
    const viewer = viewerReason(image.project, rights);
    if (viewer !== undefined) return viewer;
  } else if (!rights.administrator) {
    return 'Everybody has this image: only administrators delete it.';
  }
  if (image.machines > 0)
    return `${count(image.machines, 'machine')} made from it still exist${image.machines === 1 ? 's' : ''}.`;
  if (image.state === 'DELETING') return 'It is being deleted already.';
  if (image.state === 'IMPORTING') return 'It is still being made. Cancel the job instead.';
  return undefined;
}

function DeleteImage({ image }: { image: Image }) {
  const rights = useRights();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const change = useDeleteImage((job) => void navigate(`/jobs/${job.id}`));
  return (
    <>
      <AllowedButton
        variant="secondary"
        isDanger
        reason={deletionRefusal(image, rights)}
        onClick={() => setAsking(true)}
        data-testid="delete-image"
      >
        Delete
      </AllowedButton>
      {asking && (
        <ConfirmDialog
          id="delete-image"
          title={`Delete ${image.name}?`}
          confirm="Delete"
          onConfirm={() => change.mutate(image.id)}
          onClose={() => setAsking(false)}
          isLoading={change.isPending}
          error={change.error}
          failure="The image was not deleted"
        >
          <p>
            The stored disk is deleted for good.{' '}
            {image.staged ? 'Its model stays.' : 'The file that it was imported from stays.'}
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
