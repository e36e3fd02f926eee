package observe

import (
	"fmt"
	"sort"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"
)

// store receives the objects of a Reflector. It implements cache.ReflectorStore: each call is one version, in order.
type store struct {
	watch    *kindWatch
	listed   bool   // guarded by the hub
	revision uint64 // everything up to it was observed; guarded by the hub

	// See blind.go; guarded by the hub.
	streams   int     // opened so far
	open      bool    // whether the last of them is open
	relisting bool    // another list was requested
	down      *Blind  // the current interruption; nil if there is none
	blinds    []Blind // earlier interruptions
}

// Add implements cache.ReflectorStore.
func (s *store) Add(obj any) error { return s.put(obj) }

// Update implements cache.ReflectorStore.
func (s *store) Update(obj any) error { return s.put(obj) }

func (s *store) put(value any) error {
	obj, err := trimmed(value)
	if err != nil {
		return err
	}
	s.watch.hub.mu.Lock()
	defer s.watch.hub.mu.Unlock()
	s.see(obj)
	return nil
}

// Delete implements cache.ReflectorStore. The object carries the revision of
// its deletion.
func (s *store) Delete(value any) error {
	obj, err := trimmed(value)
	if err != nil {
		return err
	}
	s.watch.hub.mu.Lock()
	defer s.watch.hub.mu.Unlock()
	s.lose(obj, revisionOf(obj))
	return nil
}

// Replace implements cache.ReflectorStore: the answer to a list. Only differences from the known state become observations,
// so that a list after an interrupted watch neither repeats nor hides anything. What is not in the list has been deleted.
func (s *store) Replace(list []any, revision string) error {
	objects := make([]*unstructured.Unstructured, 0, len(list))
	for _, value := range list {
		obj, err := trimmed(value)
		if err != nil {
			return err
		}
		objects = append(objects, obj)
	}
	// In the order of their revisions, the latest versions of several objects come in the order of their changes.
	sort.SliceStable(objects, func(i, j int) bool { return revisionOf(objects[i]) < revisionOf(objects[j]) })
	s.watch.hub.mu.Lock()
	defer s.watch.hub.mu.Unlock()
	s.replace(objects)
	s.relisted(revision)
	s.move(revision)
	return nil
}

func (s *store) replace(objects []*unstructured.Unstructured) {
	present := map[objectKey]bool{}
	for _, obj := range objects {
		present[s.key(obj)] = true
	}
	for key, obj := range s.watch.known.all() {
		if !present[key] {
			s.lose(obj, 0)
		}
	}
	for _, obj := range objects {
		s.see(obj)
	}
	if !s.listed {
		s.listed = true
		s.watch.since = time.Now()
		close(s.watch.synced)
	}
}

// UpdateResourceVersion implements cache.ResourceVersionUpdater: the watch has reached this version, by an event or a
// bookmark.
func (s *store) UpdateResourceVersion(revision string) {
	s.watch.hub.mu.Lock()
	defer s.watch.hub.mu.Unlock()
	s.move(revision)
}

func (s *store) move(revision string) {
	s.revision = number(revision)
	s.watch.progressed()
}

// Resync implements cache.ReflectorStore; there is nothing to repeat.
func (*store) Resync() error { return nil }

func (s *store) key(obj *unstructured.Unstructured) objectKey {
	return objectKey{s.watch.kind.GVR.GroupResource(), obj.GetNamespace(), obj.GetName()}
}

// see records a version, unless it is already known. An object with the same name and another UID is a new one: the
// deletion of the old one was not observed.
func (s *store) see(obj *unstructured.Unstructured) {
	key := s.key(obj)
	old := s.watch.known.get(key)
	known := old != nil
	if known && old.GetResourceVersion() == obj.GetResourceVersion() {
		return
	}
	if known && old.GetUID() != obj.GetUID() {
		s.lose(old, 0)
		known = false
	}
	s.watch.known.put(key, obj)
	event := watch.Added
	if known {
		event = watch.Modified
	}
	s.watch.hub.dispatch(s.watch, event, obj, revisionOf(obj))
	s.watch.progressed()
}

// lose records a deletion. The revision is 0 if the deletion itself was not observed: the object has the revision of its
// last version then.
func (s *store) lose(obj *unstructured.Unstructured, revision uint64) {
	s.watch.known.remove(s.key(obj))
	s.watch.hub.dispatch(s.watch, watch.Deleted, obj, revision)
	s.watch.progressed()
}

// trimmed removes managedFields, which no check reads and every version repeats.
func trimmed(value any) (*unstructured.Unstructured, error) {
	obj, ok := value.(*unstructured.Unstructured)
	if !ok {
		return nil, fmt.Errorf("watch delivered a %T instead of an object", value)
	}
	unstructured.RemoveNestedField(obj.Object, "metadata", "managedFields")
	return obj, nil
}
