package world

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
)

// setUpPrefix, followed by the ID of a set-up, is the name of the ConfigMap with its record.
const setUpPrefix = "gherkind-setup-"

// recordKey is the key of the record in the ConfigMap.
const recordKey = "record"

// setUpRecord is the state of a set-up in the cluster. Each object is recorded before it is created, so that no object is lost
// if a run dies. Concurrent changes by several runs are serialized by the resourceVersion.
type setUpRecord struct {
	Content string        `json:"content,omitempty"` // hash of what is in the cluster; "" while that is not ready
	Users   []string      `json:"users,omitempty"`   // runs
	Busy    string        `json:"busy,omitempty"`    // the run that creates, changes or removes it
	Keep    bool          `json:"keep,omitempty"`    // it stays without users
	Changed bool          `json:"changed,omitempty"` // scenarios may have changed it
	Objects []setUpObject `json:"objects,omitempty"` // in the order of their creation
	Owned   []string      `json:"owned,omitempty"`   // for each object, the hash of the fields that gherkind owned when it was ready
}

// setUpObject is an object of a set-up.
type setUpObject struct {
	Kind      schema.GroupVersionKind `json:"kind"`
	Namespace string                  `json:"namespace,omitempty"`
	Name      string                  `json:"name"`
}

func objectOf(ref kube.Ref) setUpObject {
	return setUpObject{Kind: ref.Kind.GVK, Namespace: ref.Namespace, Name: ref.Name}
}

// setUpWait is how long a run waits for runs that use another version of its set-up.
const setUpWait = 10 * time.Minute

// setUpPoll is the polling interval: the death of a run cannot be watched.
const setUpPoll = time.Second

// BeginSetUp makes the run use its set-up: shared, if the cluster already has this version of it, otherwise exclusively, to
// create or change it. It waits for runs that use another version, and refuses to replace what another project of the same name
// uses. content identifies everything that the set-up applies.
func (r *Run) BeginSetUp(ctx context.Context, past Past, scenario Scenario, content string) error {
	if r.setUp == nil {
		r.setUp = &setUp{SetUp: *scenario.SetUp, applied: map[string]string{}}
	}
	s := r.setUp
	ctx, cancel := context.WithTimeout(ctx, setUpWait)
	defer cancel()
	again := time.NewTicker(setUpPoll)
	defer again.Stop()
	for said := false; ; {
		holder, err := s.tryBegin(ctx, r, past, scenario, content)
		switch {
		case apierrors.IsConflict(err), apierrors.IsAlreadyExists(err):
			if ctx.Err() != nil {
				return ctx.Err()
			}
			continue // another run was first: try again
		case errors.Is(err, ErrNotOurs):
			return err
		case err != nil:
			return fmt.Errorf("look for the set-up in the cluster: %w", err)
		case holder == "":
			s.begun, s.wanted, s.ready = true, nil, false
			return nil
		}
		if !said {
			r.Note("wait for run %s, which uses another version of this set-up", holder)
			said = true
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return &notMade{fmt.Errorf("run %s still uses another version of this set-up: %w; run again when it has ended", holder, context.Cause(ctx))}
		}
	}
}

// tryBegin tries once. holder is a run that must end first.
func (s *setUp) tryBegin(ctx context.Context, r *Run, past Past, scenario Scenario, content string) (holder string, err error) {
	found, version, err := r.readSetUp(ctx, setUpPrefix+s.ID)
	if err != nil {
		return "", err
	}
	if found == nil {
		s.reused = false
		return "", s.create(ctx, r, setUpRecord{Users: []string{r.ID}, Busy: r.ID})
	}
	others, err := aliveBut(ctx, past, r.ID, found.Users)
	if err != nil {
		return "", err
	}
	if found.Busy != "" && found.Busy != r.ID {
		busy, err := past.Alive(ctx, found.Busy)
		if err != nil || busy {
			return found.Busy, err
		}
	}
	if found.Content != content && (r.Foreign && found.Keep || len(others) > 0) {
		if err := s.sameProject(found.Objects, scenario.Objects); err != nil {
			return "", err
		}
	}
	next := *found
	next.Users = append(slices.Clone(others), r.ID)
	next.Keep = found.Keep && len(others) > 0
	reuse := found.Busy == "" && found.Content == content && (!found.Changed || len(others) > 0)
	if reuse {
		reuse, err = r.asLeft(ctx, s, found, len(others) == 0)
	}
	switch {
	case err != nil:
		return "", err
	case !reuse && len(others) > 0:
		return others[0], nil
	case !reuse:
		next.Busy, next.Content, next.Changed = r.ID, "", false
	}
	s.reused = reuse
	return "", s.write(ctx, r, next, version)
}

// aliveBut returns the runs that are alive, except one.
func aliveBut(ctx context.Context, past Past, but string, runs []string) ([]string, error) {
	var alive []string
	for _, run := range runs {
		if run == but || run == "" {
			continue
		}
		is, err := past.Alive(ctx, run)
		if err != nil {
			return nil, err
		}
		if is {
			alive = append(alive, run)
		}
	}
	return alive, nil
}

// want records an object that is about to be created.
func (s *setUp) want(ctx context.Context, r *Run, ref kube.Ref) error {
	o := objectOf(ref)
	if !slices.Contains(s.wanted, o) {
		s.wanted = append(s.wanted, o)
	}
	if s.reused || slices.Contains(s.record.Objects, o) {
		return nil
	}
	next := s.record
	next.Objects = append(slices.Clone(s.record.Objects), o)
	return s.write(ctx, r, next, s.version)
}

// readSetUp returns a record in the cluster, nil if there is none, and its resourceVersion.
func (r *Run) readSetUp(ctx context.Context, name string) (*setUpRecord, string, error) {
	m, err := r.Client.Typed().CoreV1().ConfigMaps(SystemNamespace).Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	record, err := recordIn(m)
	return record, m.ResourceVersion, err
}

func recordIn(m *corev1.ConfigMap) (*setUpRecord, error) {
	record := &setUpRecord{}
	if err := json.Unmarshal([]byte(m.Data[recordKey]), record); err != nil {
		return nil, fmt.Errorf("read the record of a set-up, ConfigMap %s in namespace %s: %w; "+
			"delete what is labelled %s=%s, and then this ConfigMap", m.Name, m.Namespace, err, LabelSetUp, m.Labels[LabelSetUp])
	}
	return record, nil
}

func (s *setUp) create(ctx context.Context, r *Run, record setUpRecord) error {
	text, err := json.Marshal(record)
	if err != nil {
		return fmt.Errorf("write the record of the set-up: %w", err)
	}
	return InSystem(ctx, r.Client, func(ctx context.Context) error {
		m, err := r.Client.Typed().CoreV1().ConfigMaps(SystemNamespace).Create(ctx, &corev1.ConfigMap{
			ObjectMeta: metav1.ObjectMeta{Name: setUpPrefix + s.ID, Labels: map[string]string{LabelSetUp: s.ID}},
			Data:       map[string]string{recordKey: string(text)},
		}, metav1.CreateOptions{})
		if err == nil {
			s.keep(record, m.ResourceVersion)
		}
		return err
	})
}

// write updates the record if it still has this version.
func (s *setUp) write(ctx context.Context, r *Run, record setUpRecord, version string) error {
	text, err := json.Marshal(record)
	if err != nil {
		return fmt.Errorf("write the record of the set-up: %w", err)
	}
	patch, err := json.Marshal(map[string]any{
		"metadata": map[string]any{"resourceVersion": version}, "data": map[string]any{recordKey: string(text)},
	})
	if err != nil {
		return fmt.Errorf("write the record of the set-up: %w", err)
	}
	m, err := r.Client.Typed().CoreV1().ConfigMaps(SystemNamespace).Patch(ctx, setUpPrefix+s.ID, types.MergePatchType, patch, metav1.PatchOptions{})
	if err != nil {
		return fmt.Errorf("write the record of the set-up: %w", err)
	}
	s.keep(record, m.ResourceVersion)
	return nil
}

func (s *setUp) keep(record setUpRecord, version string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.record, s.version = record, version
}
