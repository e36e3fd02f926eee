package lint

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// scenario is a pickle with its planned steps.
type scenario struct {
	*gherkin.Pickle
	world world.Scenario
	steps []stepOf
}

// stepOf is a step with a known definition.
type stepOf struct {
	gherkin.Step
	*step.Planned
	index int
}

func scenarioOf(p *gherkin.Pickle, w world.Scenario) *scenario {
	s := &scenario{Pickle: p, world: w}
	for i, one := range p.Steps {
		if match, err := one.Match(); err == nil {
			s.steps = append(s.steps, stepOf{one, match, i})
		}
	}
	return s
}

// known reports whether the definitions of all steps are known. Otherwise another rule has reported the step, which may be the
// one that proves something.
func (s *scenario) known() bool { return len(s.steps) == len(s.Steps) && len(s.Steps) > 0 }

func (s *scenario) objects() []*unstructured.Unstructured { return s.world.Objects }

// acts reports whether a step changes something, so that it is not a check.
func (s stepOf) acts() bool { return s.Def.Acts && !s.Def.Refused }

var (
	inQuotes = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	denies   = regexp.MustCompile(`\b(not|never|no|nothing|refuses)\b|\b(is|are|change|get) 0 |` +
		`没有|从未|未就绪|无法|得不到|拒绝来自|不(存在|匹配|包含|是|可以|接受)|(有|变化了|得到) *[0０] *[个次种]`)
)

// absent reports whether a check is negative: it passes if something does not exist or does not happen.
func (s stepOf) absent() bool {
	return !s.acts() && denies.MatchString(inQuotes.ReplaceAllString(s.Text, `""`)+" ")
}

// times returns the time limit of the step, and for how long its condition must hold; 0 if not written.
func (s stepOf) times() (within, stays time.Duration) {
	for _, arg := range s.Args() {
		switch end := arg.(type) {
		case step.Ending:
			return end.Within, end.For
		case step.Span:
			return 0, end.For
		}
	}
	return 0, 0
}

// lastAction returns the index of the last step that acts, or -1.
func (s *scenario) lastAction() int {
	for _, one := range slices.Backward(s.steps) {
		if one.acts() {
			return one.index
		}
	}
	return -1
}

// actedBefore returns the index of the last action before the checks that precede a step, or -1.
func (s *scenario) actedBefore(index int) int {
	checked := false
	for _, one := range slices.Backward(s.steps) {
		switch {
		case one.index >= index:
		case !one.acts():
			checked = true
		case checked:
			return one.index
		}
	}
	return -1
}

// title returns the position of the scenario's name.
func (s *scenario) title() (line int, piece string) {
	return s.ScenarioLine, strings.TrimSpace(s.Name)
}
