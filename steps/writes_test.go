package steps

import (
	"errors"
	"fmt"
	"testing"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// A stored write that a delayed watch has not shown is no rejected write.
func TestALateWatchRefusesNoWrite(t *testing.T) {
	refused := errors.New("etcdserver: no leader")
	late := fmt.Errorf("write: %w", &observe.Late{})
	for name, c := range map[string]struct{ refused, err, want error }{
		"stored":                       {nil, nil, nil},
		"stored, the watch is late":    {nil, late, nil},
		"refused":                      {refused, refused, refused},
		"refused, the watch late, too": {refused, errors.Join(refused, late), refused},
		"without a decision":           {refused, &world.Undecided{Err: refused}, refused},
	} {
		if got := answered(c.refused, c.err); !errors.Is(got, c.want) || errors.Is(got, observe.ErrUnobserved) || (got == nil) != (c.want == nil) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
