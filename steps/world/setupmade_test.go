package world

import (
	"encoding/json"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// recordServer is an API server with the record of a set-up, or none.
type recordServer struct {
	t      *testing.T
	record atomic.Pointer[setUpRecord]
	broken atomic.Bool
	writes atomic.Int64
}

func (s *recordServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		s.writes.Add(1)
	}
	w.Header().Set("Content-Type", "application/json")
	record := s.record.Load()
	var answer any
	switch {
	case s.broken.Load():
		w.WriteHeader(http.StatusForbidden)
		answer = metav1.Status{Status: metav1.StatusFailure, Reason: metav1.StatusReasonForbidden, Code: http.StatusForbidden}
	case record == nil:
		w.WriteHeader(http.StatusNotFound)
		answer = metav1.Status{Status: metav1.StatusFailure, Reason: metav1.StatusReasonNotFound, Code: http.StatusNotFound}
	default:
		text, err := json.Marshal(record)
		if err != nil {
			s.t.Error(err)
		}
		answer = &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: setUpPrefix + "shop", Namespace: SystemNamespace}, Data: map[string]string{recordKey: string(text)}}
	}
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		s.t.Error(err)
	}
}

var parcels = kube.Kind{GVK: schema.GroupVersionKind{Group: "example.com", Version: "v1", Kind: "Parcel"}, Namespaced: true}

// handedOver is a set-up as its run describes it, after it has travelled as JSON.
func handedOver(t *testing.T) MadeSetUp {
	t.Helper()
	zone := objectOf(kube.Ref{Kind: kube.Kind{GVK: namespaceKind}, Name: "shop"})
	maker := &Run{ID: "maker"}
	if maker.MadeSetUp() != nil {
		t.Error("a run without a set-up has made one")
	}
	maker.setUp = &setUp{
		SetUp: SetUp{ID: "shop"}, record: setUpRecord{Content: "v1", Objects: []setUpObject{zone}},
		namespaces: []string{"shop"}, applied: map[string]string{key(parcels, "a"): "shop"},
	}
	if maker.MadeSetUp() != nil {
		t.Error("a set-up that is not ready is handed over")
	}
	maker.setUp.ready = true
	text, err := json.Marshal(maker.MadeSetUp())
	if err != nil {
		t.Fatal(err)
	}
	var made MadeSetUp
	if err := json.Unmarshal(text, &made); err != nil {
		t.Fatal(err)
	}
	return made
}

// TestJoinedSetUp: a run finds the objects of a set-up that another run has made, changes them only if that is permitted, and
// does not remove them.
func TestJoinedSetUp(t *testing.T) {
	made := handedOver(t)
	for _, changes := range []bool{false, true} {
		api := &recordServer{t: t}
		api.record.Store(&setUpRecord{Content: "v1", Users: []string{"maker"}, Objects: made.Objects})
		r := &Run{ID: "joins", Client: clientOf(t, api)}
		if err := r.JoinSetUp(t.Context(), SetUp{ID: "shop", Changes: changes}, made); err != nil {
			t.Fatal(err)
		}
		if place := r.setUp.placeOfKey(key(parcels, "a")); place != "shop" || len(r.setUp.places()) != 1 {
			t.Errorf("the object is in %q, of %q", place, r.setUp.places())
		}
		w := &World{Run: r, namespaces: map[string]string{"shop": "shop"}, visited: map[string]bool{"shop": true}}
		for _, ref := range []kube.Ref{{Kind: parcels, Namespace: "shop", Name: "a"}, {Kind: kube.Kind{GVK: namespaceKind}, Name: "shop"}} {
			if _, err := w.permit(kube.Changes, ref); (err == nil) != changes || err != nil && !errors.Is(err, ErrNotOurs) {
				t.Errorf("changes permitted: %v: %s: %v", changes, ref, err)
			}
		}
		if err := r.CloseSetUp(t.Context(), nil); err != nil || api.writes.Load() > 0 {
			t.Errorf("it was closed with %d writes: %v", api.writes.Load(), err)
		}
	}
}

// TestAJoinedSetUpThatIsNotThereAnyMore: what a run observes is no verdict if the run that has made its set-up does not use that
// version any more.
func TestAJoinedSetUpThatIsNotThereAnyMore(t *testing.T) {
	made := handedOver(t)
	for name, c := range map[string]struct {
		record *setUpRecord
		stands bool
	}{
		"as it was made":                {&setUpRecord{Content: "v1", Users: []string{"other", "maker"}}, true},
		"scenarios have changed it":     {&setUpRecord{Content: "v1", Users: []string{"maker"}, Changed: true}, true},
		"removed":                       {nil, false},
		"its run counts as dead":        {&setUpRecord{Content: "v1", Users: []string{"other"}}, false},
		"another version":               {&setUpRecord{Content: "v2", Users: []string{"maker"}}, false},
		"a run changes or removes it":   {&setUpRecord{Content: "v1", Users: []string{"maker"}, Busy: "other"}, false},
		"its own run has not ended yet": {&setUpRecord{Users: []string{"maker"}, Busy: "maker"}, false},
	} {
		api := &recordServer{t: t}
		api.record.Store(&setUpRecord{Content: "v1", Users: []string{"maker"}})
		r := &Run{ID: "joins", Client: clientOf(t, api)}
		if err := r.JoinSetUp(t.Context(), SetUp{ID: "shop"}, made); err != nil {
			t.Fatal(err)
		}
		api.record.Store(c.record)
		if err := r.SetUpStands(t.Context()); (err == nil) != c.stands || err != nil && !errors.Is(err, observe.ErrUnobserved) {
			t.Errorf("%s: %v", name, err)
		}
		if err := r.JoinSetUp(t.Context(), SetUp{ID: "shop"}, made); (err == nil) != c.stands {
			t.Errorf("%s, before a run joins it: %v", name, err)
		}
		api.broken.Store(true)
		if err := r.SetUpStands(t.Context()); !errors.Is(err, observe.ErrUnobserved) {
			t.Errorf("%s, without an answer: %v", name, err)
		}
		if err := (&Run{ID: "maker", setUp: &setUp{SetUp: SetUp{ID: "shop"}}, Client: r.Client}).SetUpStands(t.Context()); err != nil {
			t.Errorf("%s: a run that has made its set-up itself: %v", name, err)
		}
	}
}
