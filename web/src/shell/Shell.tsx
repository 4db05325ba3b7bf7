import {
  Banner,
  Button,
  Flex,
  FlexItem,
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadLogo,
  MastheadMain,
  MastheadToggle,
  Nav,
  NavItem,
  NavList,
  NotificationBadge,
  NotificationBadgeVariant,
  Page,
  PageSidebar,
  PageSidebarBody,
  PageToggleButton,
  SkipToContent,
} from '@patternfly/react-core';
import QuestionCircleIcon from '@patternfly/react-icons/dist/esm/icons/question-circle-icon';
import SearchIcon from '@patternfly/react-icons/dist/esm/icons/search-icon';
import TasksIcon from '@patternfly/react-icons/dist/esm/icons/tasks-icon';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { isAdministrator, useUser } from '../access/session';
import { useStreamState } from '../api/stream';
import { useActiveJobs } from '../jobs/calls';
import { AccountMenu } from './AccountMenu';
import { CommandPalette } from './CommandPalette';
import { ErrorBoundary } from './ErrorBoundary';
import { Lines } from './Fetched';
import { count } from './format';
import { useShortcuts } from './keyboard';
import { Mark } from './Mark';
import { useStoredFlag } from './stored';

const JobsDrawer = lazy(() => import('../jobs/JobsDrawer').then((module) => ({ default: module.JobsDrawer })));
const HelpDialog = lazy(() => import('./HelpDialog').then((module) => ({ default: module.HelpDialog })));

const mainId = 'main';

const places = [
  { path: '/', label: 'Home' },
  { path: '/images', label: 'Images' },
  { path: '/machines', label: 'My machines' },
  { path: '/jobs', label: 'Jobs' },
  { path: '/projects', label: 'Projects' },
  { path: '/hosts', label: 'Hosts' },
  { path: '/audit', label: 'Audit' },
];

/** Masthead, navigation and jobs drawer around every page. */
export function Shell() {
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const [drawer, setDrawer] = useStoredFlag('jobs-drawer', false);
  const streamState = useStreamState();
  const { pathname } = useLocation();
  const openPalette = useCallback(() => setPalette(true), []);
  const openHelp = useCallback(() => setHelp(true), []);
  useShortcuts({ onPalette: openPalette, onHelp: openHelp });
  useFocusOnNewPage();

  return (
    <>
      <Page
        masthead={<Top onPalette={openPalette} onHelp={openHelp} drawer={drawer} onDrawer={setDrawer} />}
        sidebar={<Side />}
        isManagedSidebar
        isContentFilled
        mainContainerId={mainId}
        skipToContent={<SkipToContent href={`#${mainId}`}>Skip to content</SkipToContent>}
        isNotificationDrawerExpanded={drawer}
        notificationDrawer={
          <Suspense fallback={<Lines />}>{drawer && <JobsDrawer onClose={() => setDrawer(false)} />}</Suspense>
        }
      >
        {streamState === 'down' && (
          <Banner screenReaderText="Warning" color="yellow" data-testid="stream-down">
            Live updates are interrupted. The page asks for news every few seconds instead.
          </Banner>
        )}
        <ErrorBoundary resetBy={pathname}>
          <Suspense
            fallback={
              <div className="pando-alone">
                <Lines />
              </div>
            }
          >
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </Page>
      <Suspense>
        {palette && <CommandPalette onClose={() => setPalette(false)} onHelp={openHelp} />}
        {help && <HelpDialog onClose={() => setHelp(false)} />}
      </Suspense>
    </>
  );
}

interface TopProperties {
  onPalette: () => void;
  onHelp: () => void;
  drawer: boolean;
  onDrawer: (open: boolean) => void;
}

function Top({ onPalette, onHelp, drawer, onDrawer }: TopProperties) {
  const jobs = useActiveJobs();
  const running = jobs.data?.total ?? 0;
  return (
    <Masthead>
      <MastheadMain>
        <MastheadToggle>
          <PageToggleButton isHamburgerButton aria-label="Navigation" />
        </MastheadToggle>
        <MastheadBrand>
          <MastheadLogo component={(properties) => <Link {...properties} to="/" aria-label="Pando, first page" />}>
            <span className="pando-brand">
              <Mark size={32} />
              Pando
            </span>
          </MastheadLogo>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <Flex
          className="pando-top"
          gap={{ default: 'gapSm' }}
          alignItems={{ default: 'alignItemsCenter' }}
          flexWrap={{ default: 'nowrap' }}
        >
          <FlexItem>
            <Button
              variant="tertiary"
              size="sm"
              icon={<SearchIcon />}
              onClick={onPalette}
              className="pando-go-button"
              data-testid="open-palette"
              aria-keyshortcuts="Control+K Meta+K"
            >
              <span className="pando-go">
                <span className="pando-wide">Go to or do</span>
                <kbd>Ctrl K</kbd>
              </span>
            </Button>
          </FlexItem>
          <FlexItem align={{ default: 'alignRight' }}>
            <NotificationBadge
              variant={running > 0 ? NotificationBadgeVariant.unread : NotificationBadgeVariant.read}
              count={running}
              icon={<TasksIcon />}
              isExpanded={drawer}
              onClick={() => onDrawer(!drawer)}
              aria-label={`Jobs: ${count(running, 'job')} at work`}
              data-testid="jobs-badge"
            />
          </FlexItem>
          <FlexItem>
            <Button variant="plain" aria-label="Help" icon={<QuestionCircleIcon />} onClick={onHelp} />
          </FlexItem>
          <FlexItem>
            <AccountMenu />
          </FlexItem>
        </Flex>
      </MastheadContent>
    </Masthead>
  );
}

function Side() {
  const user = useUser();
  const { pathname } = useLocation();
  const shown = isAdministrator(user) ? [...places, { path: '/people', label: 'People' }] : places;
  const here = (path: string) =>
    path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`);
  return (
    <PageSidebar>
      <PageSidebarBody>
        <Nav aria-label="Pages">
          <NavList>
            {shown.map(({ path, label }) => (
              <NavItem key={path} itemId={path} isActive={here(path)}>
                <Link to={path} aria-current={here(path) ? 'page' : undefined}>
                  {label}
                </Link>
              </NavItem>
            ))}
          </NavList>
        </Nav>
      </PageSidebarBody>
    </PageSidebar>
  );
}

/** Brings people who do not use a mouse to the start of each new page, rather than leaving them at the old link. */
function useFocusOnNewPage(): void {
  const { pathname } = useLocation();
  const previous = useRef(pathname);
  useEffect(() => {
    if (previous.current === pathname) return;
    previous.current = pathname;
    const main = document.getElementById(mainId);
    main?.focus({ preventScroll: true });
    main?.scrollTo({ top: 0 });
  }, [pathname]);
}
