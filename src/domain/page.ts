/** One page of a list, as asked for. */
export interface PageRequest {
  limit: number;
  offset: number;
}

/** The published account of a page. */
export function pagination(page: PageRequest, total: number) {
  return {
    total,
    page: Math.floor(page.offset / page.limit) + 1,
    page_size: page.limit,
    total_pages: Math.ceil(total / page.limit),
    next_page: null,
    previous_page: null,
    next_cursor: null,
  };
}
