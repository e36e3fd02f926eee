package steps

import (
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/world"
)

const repeated = "the request is repeated every 10ms"

// TestLoadBesideSteps: the load continues while other steps run, and its result is reported.
func TestLoadBesideSteps(t *testing.T) {
	var asked atomic.Int32
	broken := func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) == 5 {
			w.WriteHeader(http.StatusBadGateway)
		}
	}
	elsewhere := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) }
	good := func(http.ResponseWriter, *http.Request) {}
	failsWith(t, tale(t, good, sent+"GET %s/", repeated, "no repeated request has failed for 100ms"), "")
	failsWith(t, tale(t, http.NotFound, sent+"GET %s/", repeated, "no repeated request has failed"), "status 404") // a wrong path counts as failed, too
	failsWith(t, tale(t, elsewhere, sent+"GET %s/", repeated, "no repeated request has failed"), "")
	failsWith(t, tale(t, broken, sent+"GET %s/", repeated, "no repeated request has failed"), "status 502")
	asked.Store(0)
	failsWith(t, tale(t, broken, sent+"GET %s/", repeated, "at most 20% of the repeated requests have failed"), "")
}

// TestNoLoad: a load needs a request that was sent before and may be sent again; checks need a load.
func TestNoLoad(t *testing.T) {
	failsWith(t, tale(t, http.NotFound, "no repeated request has failed"), "no request is being repeated")
	failsWith(t, tale(t, http.NotFound, repeated), "no request was sent before")
	failsWith(t, tale(t, http.NotFound, sent+"POST %s/", repeated), "is sent once")
	failsWith(t, tale(t, http.NotFound, sent+"GET %s/", repeated, repeated), "one load")
	failsWith(t, tale(t, http.NotFound, sent+"GET %s/", "the request is repeated every 1ms"), "a pace is from")
}

// TestLoadThatProvesNothing: too few requests prove nothing, and requests that this machine could not send are infrastructure.
func TestLoadThatProvesNothing(t *testing.T) {
	l := &world.Load{Every: 100 * time.Millisecond}
	none := func(t probe.Tally) bool { return t.Failed == 0 }
	if err := judgeLoad(l, probe.Tally{Due: 20, Sent: 20, Whole: 20, Unsure: 2}, 20, func(t probe.Tally) bool { return t.Failed < 3 }); err != nil {
		t.Errorf("within the limit even if the unknown ones failed: %v", err)
	}
	for name, c := range map[string]struct {
		tally probe.Tally
		says  string
		infra bool
	}{
		"enough":           {probe.Tally{Due: 20, Sent: 20, Whole: 20}, "", false},
		"one hangs":        {probe.Tally{Due: 20, Sent: 19, Whole: 7, Begun: 20}, "have not ended", false},
		"few":              {probe.Tally{Due: 9, Sent: 9}, "it takes 10", false},
		"slow machine":     {probe.Tally{Due: 1000, Sent: 400}, "could be sent in time", true},
		"unsure":           {probe.Tally{Due: 20, Sent: 20, Unsure: 1}, "did not act", true},
		"asleep":           {probe.Tally{Due: 20, Sent: 20, Whole: 20, Pause: 3 * time.Second}, "sent nothing for 3s", true},
		"asleep and wrong": {probe.Tally{Due: 20, Sent: 20, Pause: 3 * time.Second, Failed: 1, First: "refused"}, "refused", false},
		"unsure and wrong": {probe.Tally{Due: 20, Sent: 20, Unsure: 1, Failed: 1, First: "refused"}, "refused", false},
	} {
		err := judgeLoad(l, c.tally, min(c.tally.Begun, 20), none)
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) || errors.Is(err, observe.ErrUnobserved) != c.infra {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLoadRightAfterAnAction: a load without failures right after an action proves little, because the action may not have
// taken effect yet.
func TestLoadRightAfterAnAction(t *testing.T) {
	for acted, warnings := range map[bool]int{true: 1, false: 0} {
		told := world.NewAnswer(world.Question{Kind: world.QuestionLoad, Request: "GET /", Verb: "told", Field: "100ms"}, time.Unix(1003, 0), probe.Tally{Due: 20, Begun: 20, Sent: 20, Whole: 20})
		s := tell(t, viewtest.View{}, world.State{}, told)
		s.SetLoad(&world.Load{Request: "GET /", Every: 100 * time.Millisecond})
		s.Scenario.InPassing = map[string]bool{"": acted}
		if err := noRepeatedFailed(t.Context(), s.World, upTo(5)); err != nil || len(s.warned) != warnings {
			t.Errorf("right after an action: %t: %v, %q", acted, err, s.warned)
		}
	}
}
