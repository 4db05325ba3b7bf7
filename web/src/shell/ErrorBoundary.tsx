import { Component, type ReactNode } from 'react';
import { ProblemAlert } from './ProblemAlert';

interface Properties {
  /** When this changes, what is within is tried again, for example the address of the page. */
  resetBy: string;
  children: ReactNode;
}

/** Shows what went wrong within a part of the page, rather than nothing at all. */
export class ErrorBoundary extends Component<Properties, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate(previous: Properties) {
    if (previous.resetBy !== this.props.resetBy && this.state.error !== undefined) this.setState({ error: undefined });
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <div className="pando-alone">
        <ProblemAlert error={this.state.error} onRetry={() => location.reload()} />
      </div>
    );
  }
}
