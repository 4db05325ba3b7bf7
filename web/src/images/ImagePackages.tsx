import {
  Alert,
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  Stack,
  StackItem,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useNavigate } from 'react-router';
import type { Image } from '../api/types';
import { AllowedButton } from '../shell/AllowedButton';
import { Fetched } from '../shell/Fetched';
import { ListPagination } from '../shell/ListPagination';
import { slice, useListParameters } from '../shell/listParameters';
import { ListSearch } from '../shell/ListSearch';
import { ProblemAlert } from '../shell/ProblemAlert';
import { Since } from '../shell/Since';
import { useKnownPackages, useListPackages, usePackages } from './calls';

interface Properties {
  image: Image;
  /** Why the image may not be changed; undefined when it may. */
  refusal: string | undefined;
}

/** The packages that are installed on the image's disk, and which there are besides. */
export function ImagePackages({ image, refusal }: Properties) {
  return (
    <Stack hasGutter>
      <StackItem>
        <Known image={image} refusal={refusal} />
      </StackItem>
      <StackItem>
        <Installed image={image} />
      </StackItem>
    </Stack>
  );
}

function Known({ image, refusal }: Properties) {
  const navigate = useNavigate();
  const known = useKnownPackages(image);
  const list = useListPackages((job) => void navigate(`/jobs/${job.id}`));
  const ask = (
    <AllowedButton
      variant="secondary"
      reason={refusal}
      isLoading={list.isPending}
      onClick={() => list.mutate(image.id)}
      data-testid="list-packages"
    >
      Find out anew
    </AllowedButton>
  );
  return (
    <Card component="section">
      <CardHeader actions={{ actions: ask, hasNoOffset: true }}>
        <CardTitle component="h2">What can be installed</CardTitle>
      </CardHeader>
      <CardBody>
        {list.error && <ProblemAlert error={list.error} title="Nobody is asked which packages there are" />}
        <Fetched query={known} what="Which packages there are">
          {(data) => (
            <>
              {data.problem && (
                <Alert
                  component="p"
                  isInline
                  variant="warning"
                  title="They could not be listed anew"
                  className="pando-gap"
                  data-testid="known-problem"
                >
                  {data.problem} {data.failedAt && <Since instant={data.failedAt} />}
                </Alert>
              )}
              <p data-testid="known-packages">
                {data.knownAt ? (
                  <>
                    {data.total.toLocaleString('en')} packages, as known since <Since instant={data.knownAt} />{' '}
                    {data.source === 'IMAGE' ? 'by lists on the disk' : 'from where they come'}. Others cannot be asked
                    for.
                  </>
                ) : (
                  'It is not known which packages there are: any can be asked for, and what there is not is seen when the machine is made.'
                )}
              </p>
            </>
          )}
        </Fetched>
      </CardBody>
    </Card>
  );
}

function Installed({ image }: { image: Image }) {
  const { parameters, change } = useListParameters('name');
  const packages = usePackages(image, { query: parameters.query || undefined, ...slice(parameters) });
  return (
    <Card component="section">
      <CardTitle component="h2">Installed</CardTitle>
      <CardBody>
        <Toolbar inset={{ default: 'insetNone' }}>
          <ToolbarContent>
            <ToolbarItem>
              <ListSearch what="packages" parameters={parameters} change={change} />
            </ToolbarItem>
            <ToolbarItem variant="pagination" align={{ default: 'alignEnd' }}>
              <ListPagination total={packages.data?.total} parameters={parameters} change={change} />
            </ToolbarItem>
          </ToolbarContent>
        </Toolbar>
        <Fetched query={packages} what="The packages">
          {(page) =>
            page.total === 0 ? (
              <p className="pando-secondary">
                {parameters.query
                  ? 'No package matches. Clear the search to see all.'
                  : 'None are known. Have the disk looked at on the tab Inside.'}
              </p>
            ) : (
              <Table aria-label="Packages" variant="compact" gridBreakPoint="grid-md" data-testid="packages">
                <Thead>
                  <Tr>
                    <Th>Name</Th>
                    <Th>Version</Th>
                    <Th>Architecture</Th>
                  </Tr>
                </Thead>
                <Tbody>
                  {page.items.map((each) => (
                    <Tr key={`${each.name} ${each.version} ${each.architecture}`}>
                      <Td dataLabel="Name">{each.name}</Td>
                      <Td dataLabel="Version">{each.version}</Td>
                      <Td dataLabel="Architecture">{each.architecture}</Td>
                    </Tr>
                  ))}
                </Tbody>
              </Table>
            )
          }
        </Fetched>
      </CardBody>
    </Card>
  );
}
