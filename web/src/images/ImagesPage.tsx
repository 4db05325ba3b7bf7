import {
  Button,
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  CardTitle,
  Content,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  Flex,
  FlexItem,
  Gallery,
  Skeleton,
} from '@patternfly/react-core';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import type { Image } from '../api/types';
import { Fetched } from '../shell/Fetched';
import { bytes, count } from '../shell/format';
import { slice, useListParameters } from '../shell/listParameters';
import { ListPagination } from '../shell/ListPagination';
import { ListSearch } from '../shell/ListSearch';
import { PageFrame } from '../shell/PageFrame';
import { useImages } from './calls';
import { CloneButton } from './CloneButton';
import { ImageBadge } from './ImageBadge';

const ImportDialog = lazy(() => import('./ImportDialog').then((module) => ({ default: module.ImportDialog })));

export function ImagesPage() {
  const { address, parameters, change } = useListParameters('');
  const images = useImages({ query: parameters.query || undefined, ...slice(parameters) });
  const openImport = () => change({ dialog: 'import' });
  const closeImport = () => change({ dialog: undefined });

  return (
    <PageFrame
      title="Images"
      description="Masters that machines are cloned from."
      actions={
        <Button onClick={openImport} data-testid="import-image">
          Import image
        </Button>
      }
    >
      <Flex className="pando-filters">
        <FlexItem>
          <ListSearch what="images" parameters={parameters} change={change} />
        </FlexItem>
        <FlexItem align={{ default: 'alignRight' }}>
          <ListPagination total={images.data?.total} parameters={parameters} change={change} />
        </FlexItem>
      </Flex>
      <Fetched query={images} what="The images" skeleton={<CardSkeletons />}>
        {(page) =>
          page.items.length === 0 ? (
            <NoImages query={parameters.query} onClear={() => change({ query: undefined })} onImport={openImport} />
          ) : (
            <Gallery hasGutter minWidths={{ default: '20rem' }}>
              {page.items.map((image) => (
                <ImageCard key={image.id} image={image} />
              ))}
            </Gallery>
          )
        }
      </Fetched>
      {address.get('dialog') === 'import' && (
        <Suspense>
          <ImportDialog onClose={closeImport} />
        </Suspense>
      )}
    </PageFrame>
  );
}

function ImageCard({ image }: { image: Image }) {
  return (
    <Card isFullHeight component="article" data-testid="image-card" data-image={image.name} aria-label={image.name}>
      <CardHeader>
        <Flex justifyContent={{ default: 'justifyContentSpaceBetween' }} flexWrap={{ default: 'nowrap' }}>
          <CardTitle component="h2">
            <Link to={`/images/${image.id}`}>{image.name}</Link>
          </CardTitle>
          <ImageBadge state={image.state} />
        </Flex>
      </CardHeader>
      <CardBody>
        <Content component="p" className="pando-clamp">
          {image.description || image.operatingSystem || 'No description.'}
        </Content>
        <p className="pando-secondary">
          {[
            image.description ? image.operatingSystem : undefined,
            image.virtualSize !== undefined ? bytes(image.virtualSize) : undefined,
            count(image.machines, 'machine'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {image.problem && <p className="pando-step-problem">{image.problem}</p>}
      </CardBody>
      <CardFooter>
        <CloneButton image={image} />
      </CardFooter>
    </Card>
  );
}

function CardSkeletons() {
  return (
    <Gallery hasGutter minWidths={{ default: '20rem' }} aria-busy="true">
      {[0, 1, 2].map((index) => (
        <Card key={index} isFullHeight>
          <CardTitle>
            <Skeleton width="40%" screenreaderText="Loading" />
          </CardTitle>
          <CardBody>
            <Skeleton width="90%" />
            <br />
            <Skeleton width="60%" />
          </CardBody>
        </Card>
      ))}
    </Gallery>
  );
}

function NoImages({ query, onClear, onImport }: { query: string; onClear: () => void; onImport: () => void }) {
  if (query) {
    return (
      <EmptyState headingLevel="h2" titleText="No image matches" data-testid="no-match">
        <EmptyStateBody>No image has “{query}” in its name.</EmptyStateBody>
        <EmptyStateFooter>
          <EmptyStateActions>
            <Button variant="link" onClick={onClear}>
              Clear the filter
            </Button>
          </EmptyStateActions>
        </EmptyStateFooter>
      </EmptyState>
    );
  }
  return (
    <EmptyState headingLevel="h2" titleText="No images yet" data-testid="none-yet">
      <EmptyStateBody>
        Import a disk image: upload it, name its address, or take one that lies on the host.
      </EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>
          <Button onClick={onImport}>Import image</Button>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  );
}
