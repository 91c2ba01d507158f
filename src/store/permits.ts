export type Permission = "read" | "write" | "delete" | "admin";
export type KeyType = "standard" | "retriever" | "user_scoped";
export interface KeyScope { resource_type: string; resource_id: string; operations?: string[] }
