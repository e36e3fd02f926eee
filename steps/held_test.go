package steps

import "testing"

func TestNeverReady(t *testing.T) {
	const (
		pending  = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: demo, uid: a}, status: {phase: Pending}}"
		ready    = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: demo, uid: a}, status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}}"
		another  = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: demo, uid: b}, status: {phase: Pending}}"
		starting = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: demo, uid: a}, status: {phase: Pending, conditions: [{type: PodScheduled, status: 'True'}]}}"
	)
	for name, c := range map[string]struct {
		docs []string
		want bool
	}{
		"it got on":          {[]string{pending, starting}, true},
		"it fell out":        {[]string{pending, ready, starting}, false},
		"it was made anew":   {[]string{pending, another}, false},
		"nothing is to hold": {nil, false},
	} {
		if got := neverReady(see(t, c.docs...), podRef("demo", "web")); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
