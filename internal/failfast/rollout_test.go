package failfast

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestRollouts(t *testing.T) {
	const late = "{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded}"
	set := func(kind, strategy, meta, status string) string {
		return fmt.Sprintf("{apiVersion: apps/v1, kind: %s, metadata: {name: s, namespace: a, uid: s, generation: 2%s}, spec: {updateStrategy: {type: %s}}, status: {%s}}", kind, meta, strategy, status)
	}
	member := func(kind, labels, more string) string {
		return fmt.Sprintf("{apiVersion: v1, kind: Pod, metadata: {name: s-0, namespace: a, uid: p, labels: {%s}, ownerReferences: [{controller: true, kind: %s, name: s, uid: s}]%s}}", labels, kind, more)
	}
	const now, operator = "observedGeneration: 2, updateRevision: s-new", ", ownerReferences: [{controller: true, kind: Database, name: d, uid: d}]"
	const templateTwo = ", annotations: {deprecated.daemonset.template.generation: '2'}"
	old, young := member("StatefulSet", "controller-revision-hash: s-old", ""), member("StatefulSet", "controller-revision-hash: s-new", "")
	oldDaemon, youngDaemon := member("DaemonSet", "pod-template-generation: '1'", ""), member("DaemonSet", "pod-template-generation: '2'", "")
	paused := func(at string, updated int) string {
		return at + fmt.Sprintf("{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: a, uid: d, generation: 2}, spec: {paused: true, replicas: 2}, status: {observedGeneration: 2, replicas: 2, updatedReplicas: %d}}", updated)
	}
	for name, c := range map[string]struct {
		goal Goal
		docs []string
		want time.Duration
		why  string
	}{
		"OnDelete":                         {Complete, []string{old, set("StatefulSet", "OnDelete", "", now)}, 0, `its strategy OnDelete replaces no pod: delete "s-0"`},
		"OnDelete, to be ready":            {Up, []string{old, set("StatefulSet", "OnDelete", "", now)}, hope, ""},
		"OnDelete, the pod is new":         {Complete, []string{young, set("StatefulSet", "OnDelete", "", now)}, hope, ""},
		"OnDelete, the pod is deleted":     {Complete, []string{strings.Replace(old, "name: s-0,", "name: s-0, deletionTimestamp: '2026-01-01T00:00:00Z',", 1), set("StatefulSet", "OnDelete", "", now)}, hope, ""},
		"OnDelete, not seen yet":           {Complete, []string{old, set("StatefulSet", "OnDelete", "", "observedGeneration: 1, updateRevision: s-new")}, hope, ""},
		"OnDelete, by an operator":         {Complete, []string{"{apiVersion: x.io/v1, kind: Database, metadata: {name: d, namespace: a, uid: d}}", old, set("StatefulSet", "OnDelete", operator, now)}, hope, ""},
		"RollingUpdate":                    {Complete, []string{old, set("StatefulSet", "RollingUpdate", "", now)}, hope, ""},
		"a DaemonSet with OnDelete":        {Complete, []string{oldDaemon, set("DaemonSet", "OnDelete", templateTwo, now)}, 0, `its strategy OnDelete replaces no pod: delete "s-0"`},
		"the same, the pod is new":         {Complete, []string{youngDaemon, set("DaemonSet", "OnDelete", templateTwo, now)}, hope, ""},
		"deadline exceeded, at once":       {Complete, []string{"@70s " + deployment("A", 2, late), "@75s " + deployment("A", 2, late)}, 10 * time.Second, "its progress deadline is exceeded"},
		"deadline exceeded before":         {Complete, []string{"@1s " + deployment("A", 2, late)}, Settle, "its progress deadline is exceeded"},
		"deadline exceeded, of the old":    {Complete, []string{"@70s " + deployment("A", 1, late)}, hope, ""},
		"paused, with pods of an old spec": {Complete, []string{paused("@61s ", 0), paused("@62s ", 0)}, time.Second + PausedGrace, "it is paused"},
		"paused, to be ready":              {Up, []string{paused("@61s ", 0)}, hope, ""},
		"paused, and scaled":               {Complete, []string{paused("@61s ", 0), paused("@62s ", 1)}, hope, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := judge(t, c.goal, c.docs...)
			if after(r) != c.want || !strings.HasPrefix(r.Why, c.why) {
				t.Errorf("it counts after %s, want %s: %q", after(r), c.want, r.Why)
			}
		})
	}
}
