package assert

import (
	"errors"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/awake"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// TestATimeWhileAsleep: a time that was measured while this process was suspended is not known only if the pause may decide it.
func TestATimeWhileAsleep(t *testing.T) {
	const second = time.Second
	wrong := errors.New("it was another time")
	for name, c := range map[string]struct {
		from, until time.Duration // the pause
		least, most time.Duration
		verdict     error
		unknown     bool
	}{
		"far within the limits":             {5 * second, 6 * second, 3 * second, 60 * second, nil, false},
		"near the lower limit":              {5 * second, 6 * second, 9500 * time.Millisecond, 60 * second, nil, true},
		"near the upper limit":              {5 * second, 6 * second, 3 * second, 10500 * time.Millisecond, nil, true},
		"far too long":                      {5 * second, 6 * second, 3 * second, 5 * second, wrong, false},
		"too long, perhaps":                 {5 * second, 6 * second, 3 * second, 9500 * time.Millisecond, wrong, true},
		"a pause just before, and too long": {-second, -100 * time.Millisecond, 3 * second, 10500 * time.Millisecond, nil, true},
		"a pause long before":               {-5 * second, -4 * second, 3 * second, 10500 * time.Millisecond, nil, false},
		"a pause afterwards":                {12 * second, 13 * second, 3 * second, 10500 * time.Millisecond, nil, false},
	} {
		began, sense := time.Now(), &awake.Sense{}
		for at := -10 * second; at < 20*second; at += 100 * time.Millisecond {
			if at <= c.from || at >= c.until {
				sense.Note(began.Add(at))
			}
		}
		w := &world.World{Run: &world.Run{Awake: sense}}
		err := UnlessAsleep(w, began, began.Add(10*second), c.least, c.most, c.verdict)
		if errors.Is(err, observe.ErrUnobserved) != c.unknown || !c.unknown && !errors.Is(err, c.verdict) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
