package oncluster

import (
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/oncluster/left"
	"github.com/gherkind/gherkind/steps/world"
)

// A scenario can be taken over if another runner observes for lifetime that its Lease is not renewed. A Lease is renewed three
// times in that period.
const (
	lifetime = 15 * time.Second
	renewal  = lifetime / 3
	// pollInterval is how often a waiting process reads Leases: a missing renewal is no event that could be watched.
	pollInterval = time.Second
	// outage is how long requests are retried while the API server does not answer.
	outage = 2 * time.Minute
)

const (
	labelRun   = world.LabelRun
	labelState = "gherkind/state" // of the Lease of a scenario: held or done
	labelOf    = left.LabelOf     // role of a Lease or ConfigMap: unit, runner or result

	annotationScenario = "gherkind/scenario-id"
	annotationResult   = "gherkind/result"  // name of the result
	annotationOutcome  = "gherkind/outcome" // outcome of the scenario
	annotationOwnRun   = left.AnnotationOwnRun
	annotationPod      = "gherkind/pod"
	annotationEnded    = "gherkind/ended" // the runner has ended and left nothing
	annotationTrouble  = "gherkind/trouble"
	annotationParts    = "gherkind/parts"

	stateHeld = "held"
	stateDone = "done"
	ofUnit    = "unit"
	ofRunner  = left.OfRunner
	ofResult  = "result"
)

// unitName returns the name of the Lease of the scenario with this number.
func unitName(number int) string { return fmt.Sprintf("unit-%05d", number) }

// short returns the first characters of a UID, which distinguish the pods of a run.
func short(uid string) string { return uid[:min(len(uid), 8)] }

// resultName returns the name of a scenario's result, from the name of its Lease and the UID of its runner.
func resultName(unit, holder string) string { return unit + "-" + short(holder) }
