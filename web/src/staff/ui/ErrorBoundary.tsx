import { Component, type ReactNode } from "react";
import { LoadError } from "@/shared/retryable";
import { NotLoaded, Unexpected } from "./NoPage";

type State = { hasFailed: boolean };

/** The last net: a page that broke says so, instead of going blank. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <Unexpected /> : this.props.children;
  }
}

type PageProps = { place: string; children: ReactNode };
type PageState = { error: unknown };

/** Within the shell: a page whose code did not arrive may be tried again, and the rest goes on. */
export class PageBoundary extends Component<PageProps, PageState> {
  override state: PageState = { error: null };

  static getDerivedStateFromError(error: unknown): PageState {
    return { error };
  }

  override componentDidUpdate(before: PageProps) {
    if (before.place !== this.props.place && this.state.error !== null) {
      this.retry();
    }
  }

  private retry = () => {
    const { error } = this.state;
    if (error instanceof LoadError) {
      error.forget();
    }
    this.setState({ error: null });
  };

  override render() {
    const { error } = this.state;
    if (error instanceof LoadError) {
      return <NotLoaded onRetry={this.retry} />;
    }
    if (error !== null) {
      throw error;
    }
    return this.props.children;
  }
}
