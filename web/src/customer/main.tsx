import { QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { loadPage } from "@/shared/loadPage";
import { makeQueryClient } from "@/shared/queryClient";
import { reloadOnStaleBuild } from "@/shared/reload";
import "./customer.css";
import { CUSTOMER_PAGES } from "./pages";
import { CustomerRoutes } from "./routes";
import { ErrorBoundary } from "./ui/ErrorBoundary";

reloadOnStaleBuild();
loadPage(CUSTOMER_PAGES);

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
