package steps

import (
	"errors"
	"fmt"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// TestAnsweredWrite: a write that was stored, or that the API server refused, is not one that the store did not take. A late watch
// does not change that.
func TestAnsweredWrite(t *testing.T) {
	configMaps := corev1.Resource("configmaps")
	quota := &kube.ApplyError{Object: `configmap "a"`, Reason: "exceeded quota: few", Err: apierrors.NewForbidden(configMaps, "a", errors.New("exceeded quota: few"))}
	right := &kube.RightError{Err: apierrors.NewForbidden(configMaps, "a", errors.New("no permission"))}
	silent := fmt.Errorf("a webhook of others: %w", observe.ErrUnobserved)
	noLeader := apierrors.NewInternalError(errors.New("etcdserver: no leader"))
	for name, c := range map[string]struct {
		refused, err error
		want         response
		passes       bool // as a write that was not stored
	}{
		"stored":                           {nil, nil, response{}, false},
		"stored, and the watch is late":    {nil, &observe.Late{}, response{}, false},
		"a quota":                          {quota, quota, response{Refused: quota.Error()}, false},
		"a quota, and the watch is late":   {quota, errors.Join(quota, &observe.Late{}), response{Refused: quota.Error()}, false},
		"no permission":                    {right, right, response{}, false},
		"a webhook that does not answer":   {silent, silent, response{}, false},
		"an object of others":              {world.ErrNotOurs, world.ErrNotOurs, response{}, false},
		"no leader":                        {noLeader, &world.Undecided{Err: noLeader}, response{}, true},
		"no leader, stopped by a scenario": {noLeader, noLeader, response{}, true},
		"no leader, and a late watch":      {noLeader, errors.Join(noLeader, &observe.Late{}), response{}, true},
		"no answer":                        {nil, errors.New("connection refused"), response{}, true},
	} {
		said, err := answered(c.refused, c.err)
		if said != c.want {
			t.Errorf("%s: %+v", name, said)
		}
		if passes := err != nil && notAboutTheStore(err) == nil; passes != c.passes {
			t.Errorf("%s: %v", name, err)
		}
	}
}
