package world

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
)

// A marker shows that the API server enforces what was written before. It enforces policies, webhooks, roles, priority classes,
// limit ranges and labels of namespaces as its own caches have them, a moment later, and policies up to a second later. The
// caches receive the changes of a kind in their order, so once a marker, which is written later and concerns nobody, has an
// effect, so has everything of its kinds that was written before.
type marker struct {
	kinds []schema.GroupKind
	// file is the name of a file of markers/, in whose documents $NAME, $VERSION (of the written kind), $SIZE and $LABELS are
	// replaced. The last document is only tried, unless the marker is about rights.
	file   string
	labels bool // it selects the namespace that was written by its labels
	rights bool
	// anywhere says that the API server has one cache of the kind for all namespaces. The marker is then in gherkind's own, where it
	// counts against no quota of others.
	anywhere bool
	ask      func(context.Context, *kube.Client, mark) (effect, error)
}

// mark is one use of a marker.
type mark struct {
	*marker

	name      string                           // of its objects; nothing else has it
	size      string                           // a quantity that nothing else has
	version   string                           // of the written kind
	namespace string                           // of its namespaced objects, and for questions
	labelled  []selecting                      // selects the namespace
	label     func(*unstructured.Unstructured) // labels its objects as gherkind's
}

// selecting is a requirement of a label selector.
type selecting struct {
	Key      string   `json:"key"`
	Operator string   `json:"operator"`
	Values   []string `json:"values,omitempty"`
}

// effect is what an answer of the API server says about a marker.
type effect int

const (
	noEffectYet effect = iota
	inEffect
	notTold // others answer before the marker would
)

// tellWithin is how long others may answer before the marker: a policy or webhook that has just been deleted does so until the API
// server has noticed, which for a policy it does once per second. Those that stay prevent that the effect is awaited.
const tellWithin = 2 * time.Second

// errNoEffectYet is the error of a marker that the API server does not enforce yet.
var errNoEffectYet = errors.New("the API server does not enforce it yet")

// awaitEffect waits until the API server enforces the changes.
func (w *World) awaitEffect(ctx context.Context, changes []kube.Change) error {
	if w.stoppedControl {
		return nil
	}
	ctx, cancel := observe.OwnTime(ctx, w.Run.Timeouts.Watch)
	defer cancel()
	marks, err := w.marksFor(ctx, changes)
	if err != nil {
		return &notMade{err}
	}
	for _, m := range marks {
		if err := w.awaitMark(ctx, m); err != nil {
			return &notMade{fmt.Errorf("await that the API server enforces %s as it was written: %w", m.kinds[0].Kind, err)}
		}
	}
	return nil
}

// marksFor returns one mark for each marker and namespace that the changes need.
func (w *World) marksFor(ctx context.Context, changes []kube.Change) ([]mark, error) {
	var marks []mark
	known := map[string]bool{}
	for _, change := range changes {
		kind := change.Ref.Kind.GVK
		marker := markerFor(kind.GroupKind())
		if marker == nil || marker.labels && (change.Ending || change.Made) { // a new namespace has only the labels of gherkind
			continue
		}
		m := mark{marker: marker, version: kind.GroupVersion().String(), namespace: change.Ref.Namespace, label: w.label}
		switch {
		case marker.anywhere:
			m.namespace = SystemNamespace
		case !change.Ref.Kind.Namespaced:
			m.namespace = w.anyNamespace()
		}
		if marker.labels {
			labelled, err := w.labelsOf(ctx, change.Ref)
			if err != nil {
				return nil, err
			}
			if len(labelled) == 0 {
				continue
			}
			m.namespace, m.labelled = change.Ref.Name, labelled
		}
		if key := marker.kinds[0].Kind + "/" + m.namespace; !known[key] {
			known[key] = true
			m.name, m.size = "gherkind-marker-"+strings.ToLower(rand.Text()[:10]), anySize()
			marks = append(marks, m)
		}
	}
	return marks, nil
}

func markerFor(kind schema.GroupKind) *marker {
	for i := range markers {
		for _, k := range markers[i].kinds {
			if k == kind {
				return &markers[i]
			}
		}
	}
	return nil
}

// awaitMark creates the objects of a marker, waits for their effect, and deletes them.
func (w *World) awaitMark(ctx context.Context, m mark) (err error) {
	objects, err := m.objects()
	if err != nil {
		return err
	}
	if !m.rights {
		objects = objects[:len(objects)-1]
	}
	if may, err := w.mayMark(ctx, m, objects); err != nil || !may {
		return err
	}
	for _, obj := range objects {
		ref, err := w.makeMark(ctx, m, obj)
		if refusalIn(err) != nil || withoutNamespace(err) {
			return nil // a policy or a quota of others does not admit it
		}
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, w.removeMark(ctx, ref)) }()
	}
	return untilTold(ctx, func(ctx context.Context) (effect, error) { return m.ask(ctx, w.Run.Client, m) })
}

// untilTold asks until the marker has an effect, or others have answered for tellWithin.
func untilTold(ctx context.Context, ask func(context.Context) (effect, error)) error {
	others := sync.OnceValue(func() context.Context { // ends when others have answered for long enough
		own, cancel := observe.OwnTime(ctx, tellWithin)
		context.AfterFunc(ctx, cancel)
		return own
	})
	return probe.Until(ctx, probe.Wall{}, nil, func(asked context.Context) error {
		answer, err := ask(asked)
		switch {
		case err != nil:
			return err
		case answer == inEffect:
			return nil
		case answer == notTold && others().Err() != nil:
			return nil //nolint:nilerr // it is not awaited any longer
		}
		return errNoEffectYet
	})
}

func (w *World) makeMark(ctx context.Context, m mark, obj *unstructured.Unstructured) (kube.Ref, error) {
	ref, err := m.place(ctx, w.Run.Client, obj)
	if err != nil {
		return kube.Ref{}, err
	}
	if !w.goesWithNamespace(ref) {
		if err := w.Run.sweepLater(ctx, ref.Kind, ref.Namespace); err != nil {
			return kube.Ref{}, err
		}
	}
	_, err = w.Run.Client.Writer(nil, nil).Create(ctx, ref, obj)
	if refusalIn(err) == nil && lost(err) {
		w.deleteAtEnd(ref)
	}
	return ref, err
}

// mayMark reports whether the user of the kubeconfig may create the objects of a marker, and delete them again.
func (w *World) mayMark(ctx context.Context, m mark, objects []*unstructured.Unstructured) (bool, error) {
	for _, obj := range objects {
		ref, err := m.place(ctx, w.Run.Client, obj)
		if errors.As(err, new(*kube.UnknownKindError)) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		verbs := []string{"create", "get", "delete"}
		if !w.goesWithNamespace(ref) {
			verbs = append(verbs, "list") // to find them if the run dies
		}
		for _, verb := range verbs {
			may, err := w.Run.may(ctx, kube.Deed{Verb: verb, Group: ref.Kind.GVR.Group, Resource: ref.Kind.GVR.Resource, Namespace: ref.Namespace})
			if err != nil || !may {
				return false, err
			}
		}
	}
	return true, nil
}

// goesWithNamespace reports whether an object is deleted with its namespace at the end of the run.
func (w *World) goesWithNamespace(ref kube.Ref) bool {
	return w.Scenario.SetUp == nil && slices.Contains(w.OwnNamespaces(), ref.Namespace)
}

// removeMark deletes an object of a marker now, or with the scenario if that fails.
func (w *World) removeMark(ctx context.Context, ref kube.Ref) error {
	_, err := w.Run.Client.Writer(nil, nil).DeleteIf(ctx, ref, w.mine)
	if err != nil {
		w.deleteAtEnd(ref)
	}
	return err
}

// objects returns the documents of the marker's file.
func (m mark) objects() ([]*unstructured.Unstructured, error) {
	text, err := markerFiles.ReadFile("markers/" + m.file + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("read a marker: %w", err)
	}
	labels, err := json.Marshal(m.labelled)
	if err != nil {
		return nil, fmt.Errorf("write the labels of namespace %s: %w", m.namespace, err)
	}
	fill := strings.NewReplacer("$NAME", m.name, "$VERSION", m.version, "$SIZE", m.size, "$LABELS", string(labels))
	var objects []*unstructured.Unstructured
	for doc := range strings.SplitSeq(fill.Replace(string(text)), "\n---\n") {
		obj := &unstructured.Unstructured{}
		if err := yaml.Unmarshal([]byte(doc), &obj.Object); err != nil {
			return nil, fmt.Errorf("read a marker: %w", err)
		}
		m.label(obj)
		objects = append(objects, obj)
	}
	return objects, nil
}

// try asks whether the last object of the marker would be created.
func (m mark) try(ctx context.Context, client *kube.Client) (made *unstructured.Unstructured, warned []string, err error) {
	objects, err := m.objects()
	if err != nil {
		return nil, nil, err
	}
	obj := objects[len(objects)-1]
	ref, err := m.place(ctx, client, obj)
	if err != nil {
		return nil, nil, err
	}
	return client.TryCreate(ctx, ref, obj)
}

// place sets the namespace of an object.
func (m mark) place(ctx context.Context, client *kube.Client, obj *unstructured.Unstructured) (kube.Ref, error) {
	kind, err := client.Kind(ctx, obj.GroupVersionKind())
	if err != nil {
		return kube.Ref{}, err
	}
	ref := kube.Ref{Kind: kind, Name: obj.GetName()}
	if kind.Namespaced {
		ref.Namespace = m.namespace
	}
	obj.SetNamespace(ref.Namespace)
	return ref, nil
}

// labelsOf returns requirements that only a namespace with its present labels meets, without those that gherkind gives it: others
// may select it by them, and by the absence of labels that it once had.
func (w *World) labelsOf(ctx context.Context, ref kube.Ref) ([]selecting, error) {
	obj, err := w.Run.Client.Get(ctx, ref)
	if err != nil || obj == nil {
		return nil, err
	}
	labels := obj.GetLabels()
	var all []selecting
	for _, key := range slices.Sorted(maps.Keys(w.labelsEver(ref))) {
		if _, has := labels[key]; !has {
			all = append(all, selecting{Key: key, Operator: string(metav1.LabelSelectorOpDoesNotExist)})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		if !isOwnLabel(key) {
			all = append(all, selecting{Key: key, Operator: string(metav1.LabelSelectorOpIn), Values: []string{labels[key]}})
		}
	}
	return all, nil
}

// labelsEver returns the keys of all labels that an object was seen with.
func (w *World) labelsEver(ref kube.Ref) map[string]bool {
	keys := map[string]bool{}
	w.Timeline.View(func(v observe.View) {
		for _, o := range v.History(ref) {
			for key := range o.Object.GetLabels() {
				keys[key] = true
			}
		}
	})
	return keys
}
