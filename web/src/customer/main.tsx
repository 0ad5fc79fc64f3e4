import { QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { makeQueryClient } from "@/shared/queryClient";
import { reloadOnStaleBuild } from "@/shared/reload";
import "./customer.css";
import { CustomerRoutes } from "./routes";
import { ErrorBoundary } from "./ui/ErrorBoundary";

reloadOnStaleBuild();

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <QueryClientProvider client={makeQueryClient()}>
      <BrowserRouter>
        <ErrorBoundary>
          <CustomerRoutes />
        </ErrorBoundary>
      </BrowserRouter>
    </QueryClientProvider>,
  );
}
