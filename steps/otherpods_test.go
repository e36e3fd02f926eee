package steps

import (
	"testing"

	"github.com/gherkind/gherkind/internal/viewtest"
)

func TestOtherPodsRestarted(t *testing.T) {
	pod := func(namespace, name, status string) string {
		return "{kind: Pod, metadata: {namespace: " + namespace + ", name: " + name + "}, status: {" + status + "}}"
	}
	const quiet, restarted = "containerStatuses: [{name: app, restartCount: 0}]", "containerStatuses: [{name: ok, restartCount: 0}, {name: app, restartCount: 2}]"
	one := pod("mine", "one", restarted)
	for name, c := range map[string]struct {
		docs []string
		saw  string
	}{
		"a quiet neighbour":       {[]string{one, pod("mine", "two", quiet)}, ""},
		"another namespace of it": {[]string{one, pod("also-mine", "one", restarted)}, `container "app" of pod "one" has restarted`},
		"somebody else's":         {[]string{one, pod("mine", "two", quiet), pod("other", "x", restarted)}, ""},
		"in the past": {[]string{one, pod("mine", "two", restarted), pod("mine", "two", quiet),
			"{kind: Pod, metadata: {namespace: mine, name: two, annotations: {gone: ''}}}"}, `container "app" of pod "two" has restarted`},
		"an init container": {[]string{one, pod("mine", "two", "initContainerStatuses: [{name: init, restartCount: 1}]")},
			`container "init" of pod "two" has restarted`},
		"alone":           {[]string{one}, "there was no other pod in the scenario"},
		"nobody knows it": {[]string{pod("mine", "two", quiet)}, `there never was a pod "one"; there was "two"`},
	} {
		namespaces := map[string]bool{"mine": true, "also-mine": true}
		viewtest.Verdict(t, name, noOthersRestart(viewtest.PodRef("mine", "one"), namespaces).Judge(viewtest.See(t, c.docs...)), c.saw)
	}
}
