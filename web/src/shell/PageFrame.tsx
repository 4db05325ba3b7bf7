import { Breadcrumb, BreadcrumbItem, Content, Flex, FlexItem, PageSection, Title } from '@patternfly/react-core';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';

interface Properties {
  title: string;
  /** Beside the title, for example a state. */
  badge?: ReactNode;
  description?: ReactNode;
  /** Where this page lies: label and path of each page above it. */
  above?: { label: string; path: string }[];
  actions?: ReactNode;
  children: ReactNode;
}

/** Title, way back, actions and content of a page. */
export function PageFrame({ title, badge, description, above, actions, children }: Properties) {
  useTitle(title);
  return (
    <>
      <PageSection className="pando-head" hasBodyWrapper={false}>
        {above && (
          <Breadcrumb className="pando-breadcrumb">
            {above.map(({ label, path }) => (
              <BreadcrumbItem
                key={path}
                render={({ className }) => (
                  <Link className={className} to={path}>
                    {label}
                  </Link>
                )}
              />
            ))}
            <BreadcrumbItem isActive>{title}</BreadcrumbItem>
          </Breadcrumb>
        )}
        <Flex
          justifyContent={{ default: 'justifyContentSpaceBetween' }}
          alignItems={{ default: 'alignItemsCenter' }}
          gap={{ default: 'gapMd' }}
        >
          <FlexItem className="pando-title">
            <Flex gap={{ default: 'gapMd' }} alignItems={{ default: 'alignItemsCenter' }}>
              <Title headingLevel="h1" data-testid="page-title">
                {title}
              </Title>
              {badge}
            </Flex>
            {description && (
              <Content component="p" className="pando-description">
                {description}
              </Content>
            )}
          </FlexItem>
          {actions && <FlexItem>{actions}</FlexItem>}
        </Flex>
      </PageSection>
      <PageSection isFilled hasBodyWrapper={false} className="pando-body">
        {children}
      </PageSection>
    </>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === 'Pando' ? title : `${title} · Pando`;
  }, [title]);
}
