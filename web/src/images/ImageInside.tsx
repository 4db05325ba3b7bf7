import {
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  DescriptionList,
  EmptyState,
  EmptyStateBody,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useNavigate } from 'react-router';
import { RequestError } from '../api/problem';
import type { Image, ImageContents } from '../api/types';
import { AllowedButton } from '../shell/AllowedButton';
import { Fact } from '../shell/Fact';
import { Fetched } from '../shell/Fetched';
import { bytes } from '../shell/format';
import { ProblemAlert } from '../shell/ProblemAlert';
import { Since } from '../shell/Since';
import { firmwareLabels } from '../machines/hardware';
import { useInspectImage, useInspection } from './calls';

/** What is on the image's disk, as the builder found it. */
export function ImageInside({ image, refusal }: { image: Image; refusal: string | undefined }) {
  const navigate = useNavigate();
  const inspection = useInspection(image);
  const inspect = useInspectImage((job) => void navigate(`/jobs/${job.id}`));
  const unknown = inspection.error instanceof RequestError && inspection.error.status === 404;
  const look = (
    <AllowedButton
      variant="secondary"
      reason={refusal}
      isLoading={inspect.isPending}
      onClick={() => inspect.mutate(image.id)}
      data-testid="inspect-image"
    >
      {unknown ? 'Look at the disk' : 'Look again'}
    </AllowedButton>
  );
  return (
    <Card component="section">
      <CardHeader actions={{ actions: look, hasNoOffset: true }}>
        <CardTitle component="h2">Inside</CardTitle>
      </CardHeader>
      <CardBody>
        {inspect.error && <ProblemAlert error={inspect.error} title="The disk is not looked at" />}
        {unknown ? (
          <EmptyState headingLevel="h3" titleText="Nobody has looked at this disk yet" variant="sm">
            <EmptyStateBody>It is read in a throw-away appliance, and not changed.</EmptyStateBody>
          </EmptyState>
        ) : (
          <Fetched query={inspection} what="What is on the disk">
            {(data) => (
              <>
                <p className="pando-secondary pando-gap">
                  Looked at <Since instant={data.inspectedAt} />. All of it is the disk&apos;s own word.
                </p>
                {data.contents ? <Contents contents={data.contents} /> : <p>{data.problem}</p>}
              </>
            )}
          </Fetched>
        )}
      </CardBody>
    </Card>
  );
}

function Contents({ contents }: { contents: ImageContents }) {
  const { identifiers } = contents;
  return (
    <>
      <DescriptionList isHorizontal isCompact className="pando-gap" data-testid="image-contents">
        <Fact term="Operating system">{contents.system.name || 'Not known'}</Fact>
        <Fact term="Architecture">{contents.architecture ?? 'Not known'}</Fact>
        <Fact term="Starts by">
          {contents.boot.length === 0 ? 'Not known' : contents.boot.map((way) => firmwareLabels[way]).join(', ')}
        </Fact>
        <Fact term="Accounts">{contents.accounts.map(({ name }) => name).join(', ') || 'None that can log in'}</Fact>
        <Fact term="Guest agent">{contents.guestAgent ? 'Installed' : 'Not installed'}</Fact>
        <Fact term="cloud-init">{contents.cloudInit ? 'Installed' : 'Not installed'}</Fact>
        <Fact term="Machine id">
          {identifiers.machineId ? <code className="pando-code">{identifiers.machineId}</code> : 'None'}
        </Fact>
        <Fact term="Host name">{identifiers.hostName || 'None'}</Fact>
        <Fact term="Host keys">
          {identifiers.hostKeys.length === 0
            ? 'None'
            : identifiers.hostKeys.map((key) => (
                <code key={key.fingerprint} className="pando-code pando-block">
                  {key.type} {key.fingerprint}
                </code>
              ))}
        </Fact>
      </DescriptionList>
      <Table aria-label="File systems" variant="compact" gridBreakPoint="grid-md">
        <Thead>
          <Tr>
            <Th>File system</Th>
            <Th>Kind</Th>
            <Th>Size</Th>
            <Th>Free</Th>
          </Tr>
        </Thead>
        <Tbody>
          {contents.fileSystems.map((each) => (
            <Tr key={each.device}>
              <Td dataLabel="File system">
                {each.device}
                {each.root && ' (the system)'}
              </Td>
              <Td dataLabel="Kind">{each.type}</Td>
              <Td dataLabel="Size">{bytes(each.size)}</Td>
              <Td dataLabel="Free">{each.free === undefined ? 'Not known' : bytes(each.free)}</Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </>
  );
}
