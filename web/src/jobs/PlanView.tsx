import {
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  List,
  ListItem,
  Stack,
  StackItem,
  Title,
} from '@patternfly/react-core';
import type { Plan, Ranked } from '../api/types';
import { duration } from '../shell/format';
import { PointBar } from './PointBar';

/** What a request would do: what is made or changed, in which steps, and how long it should take. */
export function PlanView({ plan, headingLevel = 'h3' }: { plan: Plan; headingLevel?: 'h2' | 'h3' }) {
  return (
    <Stack hasGutter data-testid="plan" data-feasible={plan.feasible}>
      <StackItem>
        <p>{plan.summary}</p>
      </StackItem>
      {plan.effects.length > 0 && (
        <StackItem>
          <DescriptionList isCompact isHorizontal aria-label="What will be made or changed" className="pando-effects">
            {plan.effects.map((effect, index) => (
              <DescriptionListGroup key={index}>
                <DescriptionListTerm>{effect.subject}</DescriptionListTerm>
                <DescriptionListDescription>
                  {effect.value}
                  {effect.reason && <span className="pando-secondary pando-block">{effect.reason}</span>}
                </DescriptionListDescription>
              </DescriptionListGroup>
            ))}
          </DescriptionList>
        </StackItem>
      )}
      {plan.steps.length > 0 && (
        <StackItem>
          <Title headingLevel={headingLevel} size="md">
            Steps{plan.estimatedSeconds !== undefined && `, about ${duration(plan.estimatedSeconds)}`}
          </Title>
          <List component="ol" className="pando-plan-steps">
            {plan.steps.map((step) => (
              <ListItem key={step.name}>
                {step.title}
                {step.seconds !== undefined && <span className="pando-secondary"> · {duration(step.seconds)}</span>}
              </ListItem>
            ))}
          </List>
        </StackItem>
      )}
      {plan.ranking.length > 0 && (
        <StackItem>
          <Title headingLevel={headingLevel} size="md">
            Could be taken, the best first
          </Title>
          <Ranking ranking={plan.ranking} />
        </StackItem>
      )}
      {plan.refused.length > 0 && (
        <StackItem>
          <Title headingLevel={headingLevel} size="md">
            Looked at and not taken
          </Title>
          <List>
            {plan.refused.map((refusal) => (
              <ListItem key={refusal.subject}>
                {refusal.subject}: {refusal.reason}
              </ListItem>
            ))}
          </List>
        </StackItem>
      )}
    </Stack>
  );
}

/** Each with a bar that shows how good it is beside the best of its kind, and of what its score is made. */
function Ranking({ ranking }: { ranking: Ranked[] }) {
  const kind = (ranked: Ranked) => ranked.subject.split(' ', 1)[0];
  return (
    <List isPlain data-testid="ranking">
      {ranking.map((ranked) => {
        const best = Math.max(...ranking.filter((each) => kind(each) === kind(ranked)).map((each) => each.score));
        return (
          <ListItem key={ranked.subject}>
            <strong>{ranked.subject}</strong>
            {ranked.chosen && <span className="pando-secondary"> · taken</span>}
            <PointBar points={ranked.score} most={best} label={`Score of ${ranked.subject}`} />
            <span className="pando-secondary pando-block">{ranked.lines.map((line) => line.text).join('; ')}</span>
          </ListItem>
        );
      })}
    </List>
  );
}
