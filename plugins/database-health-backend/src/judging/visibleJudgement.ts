import type {
  JudgedRemedy,
  Judgement,
} from 'backstage-plugin-database-health-node';
import { isVisible, visible } from '../pure/invisible';

/**
 * What a check said, with escapes for what a reader would not see in the names in it,
 * which come from whoever may make a table. A line for such a name is left out: it
 * would not be what it looks like.
 */
export function visibleJudgement(judgement: Judgement): Judgement {
  const { object, message, remedy } = judgement;
  return {
    ...judgement,
    ...(object !== undefined && { object: visible(object) }),
    message: visible(message),
    ...(remedy && {
      remedy: visibleRemedy(remedy, object === undefined || isVisible(object)),
    }),
  };
}

function visibleRemedy(
  { text, sql, detailedSql, shell }: JudgedRemedy,
  isObjectVisible: boolean,
): JudgedRemedy {
  const isShown = (line: string) => isObjectVisible && isVisible(line, '\n');
  const hasSql = sql !== undefined && isShown(sql);
  const hasDetailedSql = detailedSql !== undefined && isShown(detailedSql);
  const hasShell = shell !== undefined && isShown(shell.full);
  const isLeftOut =
    (sql && !hasSql) ||
    (detailedSql && !hasDetailedSql) ||
    (shell && !hasShell);
  return {
    text: `${visible(text)}${
      isLeftOut
        ? ' There is no line here, since a name in it has characters that cannot be seen.'
        : ''
    }`,
    ...(hasSql && { sql }),
    ...(hasDetailedSql && { detailedSql }),
    ...(hasShell && { shell }),
  };
}
