/** What articles are about, and where an article leads. */
import type { ArticleDetail, Category } from '@/api/types'
import { t, type Key } from '@/i18n'
import type { Page, Where } from '@/platform/navigate'

export const CATEGORIES: readonly Category[] = ['policy', 'safety', 'how_to', 'recall', 'notice']

/** What one may choose from: everything, and each category. */
export function choices(): { value: Category | ''; label: string }[] {
  const each = CATEGORIES.map((value) => ({ value, label: t(`articles.${value}`) }))
  return [{ value: '' as const, label: t('articles.all') }, ...each]
}

export interface Way {
  page: Page
  where?: Where
  words: Key
}

/** Into booking: at the article's outlet, else where its company or any outlet is found. */
export function wayFrom({ outlet, company }: Pick<ArticleDetail, 'outlet' | 'company'>): Way {
  if (outlet) return { page: 'time', where: { outlet }, words: 'article.book' }
  if (company) return { page: 'company', where: { id: company }, words: 'article.company' }
  return { page: 'home', words: 'article.near' }
}
