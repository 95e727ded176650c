/** What the information platform tells: policy, safety, how-to, recalls and notices of outlets. */
import { call } from './call'
import type { Article, ArticleDetail, Category } from './types'

export interface ArticlePage {
  items: Article[]
  next: number | null
}

/** The newest first; `city` is a code or a Chinese name. */
export function articles(search: {
  category?: Category
  city?: string
  page?: number
}): Promise<ArticlePage> {
  return call('GET', '/articles', { query: search })
}

export function article(id: string): Promise<ArticleDetail> {
  return call('GET', `/articles/${encodeURIComponent(id)}`)
}
