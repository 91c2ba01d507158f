import type { MemoryClient } from "./client";

/** The published pattern's service: a namespace and a key for each tenant. */
export class TenantMemoryService {
  readonly #admin: MemoryClient;
  readonly #keyOf: (tenantId: string) => string | undefined;
  readonly #connect: (apiKey: string) => MemoryClient;
  readonly #tenantClients = new Map<string, MemoryClient>();

  constructor(
    admin: MemoryClient,
    keyOf: (tenantId: string) => string | undefined,
    connect: (apiKey: string) => MemoryClient,
  ) {
    this.#admin = admin;
    this.#keyOf = keyOf;
    this.#connect = connect;
  }

  async provisionTenant(tenantId: string): Promise<string> {
    const namespace = `tenant-${tenantId}`;
    await this.#admin.createNamespace(namespace);
    return namespace;
  }

  #getClient(tenantId: string): MemoryClient {
    const known = this.#tenantClients.get(tenantId);
    if (known) return known;
    const key = this.#keyOf(tenantId);
    if (!key) throw new Error(`No scoped key for tenant ${tenantId}`);
    const client = this.#connect(key);
    this.#tenantClients.set(tenantId, client);
    return client;
  }

  storeMemory(tenantId: string, content: string, options: object = {}) {
    return this.#getClient(tenantId).storeMemory(`tenant-${tenantId}`, { content, ...options });
  }

  recall(tenantId: string, query: string, topK = 5) {
    return this.#getClient(tenantId).recall(`tenant-${tenantId}`, query, { top_k: topK });
  }

  listNamespaces = () => this.#admin.listNamespaces();

  async offboardTenant(tenantId: string) {
    await this.#admin.deleteNamespace(`tenant-${tenantId}`);
    this.#tenantClients.delete(tenantId);
  }

  getMemoryPolicy = (tenantId: string) => this.#admin.getMemoryPolicy(`tenant-${tenantId}`);
}
