import { ProgressStep, ProgressStepper, Spinner } from '@patternfly/react-core';
import type { Job } from '../api/types';
import { stepLabels, stepsOf, stepText, stepVariants } from './progress';

/** The journal of a job, a step a line. */
export function JobSteps({ job }: { job: Job }) {
  const steps = stepsOf(job);
  if (steps.length === 0) return <p className="pando-secondary">The steps are being worked out.</p>;
  return (
    <ProgressStepper isVertical aria-label={`Steps: ${job.title}`} data-testid="job-steps" className="pando-steps">
      {steps.map((step) => {
        const text = stepText(step);
        return (
          <ProgressStep
            key={step.name}
            id={`step-${step.name}`}
            titleId={`step-title-${step.name}`}
            variant={stepVariants[step.state]}
            isCurrent={step.state === 'RUNNING'}
            icon={
              step.state === 'RUNNING' ? <Spinner size="sm" aria-hidden="true" aria-valuetext="at work" /> : undefined
            }
            description={
              text || step.problem ? (
                <>
                  {text}
                  {step.problem && <span className="pando-step-problem">{step.problem}</span>}
                </>
              ) : undefined
            }
            aria-label={`${step.title}: ${stepLabels[step.state]}`}
          >
            {step.title}
          </ProgressStep>
        );
      })}
    </ProgressStepper>
  );
}
