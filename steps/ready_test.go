package steps

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/world"
)

// podAt is a version of a pod that is ready or not.
func podAt(name, version, ready string) string {
	return "{kind: Pod, apiVersion: v1, metadata: {name: " + name + ", namespace: a, uid: " + name + ", resourceVersion: '" + version + "'}, " +
		"spec: {containers: [{name: c}]}, status: {phase: Running, conditions: [{type: Ready, status: '" + ready + "'}]}}"
}

// TestEverythingIsReadyAtOnce: what was ready before another object was must still be.
func TestEverythingIsReadyAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		docs []string
		says string // "" when it is met
		at   float64
	}{
		"both, one after the other": {[]string{podAt("p", "1", "True"), podAt("q", "2", "False"), podAt("q", "3", "True")}, "", 2},
		"the first falls for good":  {[]string{podAt("p", "1", "True"), podAt("q", "2", "False"), podAt("p", "3", "False"), podAt("q", "4", "True")}, "0/1 ready", 0},
		"the first comes back": {[]string{podAt("p", "1", "True"), podAt("q", "2", "False"), podAt("p", "3", "False"), podAt("q", "4", "True"),
			podAt("p", "5", "True")}, "", 4},
		"one falls when the other rises": {[]string{podAt("p", "1", "True"), podAt("q", "2", "False"), podAt("p", "3", "False"), podAt("q", "4", "True"),
			podAt("q", "5", "False"), podAt("p", "6", "True")}, "0/1 ready", 0},
	} {
		s := tell(t, viewtest.See(t, c.docs...), world.State{Brought: []kube.Ref{viewtest.PodRef("a", "p"), viewtest.PodRef("a", "q")}})
		err := everythingReady(t.Context(), s.World, upTo(20))
		if c.says != "" {
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if now := s.Timeline.Now(); err != nil || now.Before(s.at(c.at)) {
			t.Errorf("%s: %v, at %v", name, err, now.Sub(s.began))
		}
	}
}
