package oncluster

import (
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/oncluster/left"
	"github.com/gherkind/gherkind/steps/world"
)

// A scenario is free again if its Lease has not been renewed while another runner observed it for lifetime. It is renewed three
// times as often.
const (
	lifetime = 15 * time.Second
	renewal  = lifetime / 3
	// pollInterval is how often Leases are read by who waits: not being renewed is not an event that could be watched.
	pollInterval = time.Second
	// outage is how long anything is tried again while the API server does not answer.
	outage = 2 * time.Minute
)

const (
	labelRun   = world.LabelRun
	labelState = "gherkind/state" // of the Lease of a scenario: held or done
	labelOf    = left.LabelOf     // what a Lease or a ConfigMap is of: unit, runner or result

	annotationScenario = "gherkind/scenario-id"
	annotationResult   = "gherkind/result"  // the name of the result
	annotationOutcome  = "gherkind/outcome" // of the scenario
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

// unitName is the name of the Lease of a scenario, by its number.
func unitName(number int) string { return fmt.Sprintf("unit-%05d", number) }

// short is the beginning of a UID, which tells the pods of a run apart.
func short(uid string) string { return uid[:min(len(uid), 8)] }

// resultName is the name of the result of a scenario, by the name of its Lease and the UID of its runner.
func resultName(unit, holder string) string { return unit + "-" + short(holder) }
