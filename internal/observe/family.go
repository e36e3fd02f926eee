package observe

import (
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
)

// Ownership by owner references, directly or through other objects: a Deployment owns ReplicaSets, which own pods. An object
// that is deleted or has got another owner no longer belongs to its owner; but a deleted object may still be the owner of an
// existing one.

// Owned returns the objects of a kind that belong to an owner, and the deleted ones that belonged to it until the end, each
// in its last version.
func Owned(v View, owner types.UID, kind schema.GroupKind) []Observation {
	k := kinOf(v)
	var out []Observation
	for _, id := range k.line(owner, kind) {
		noteOwner(v, id)
		for _, child := range k.members[id][kind] {
			if o := k.last[child]; refers(o.Object, id) {
				out = append(out, o)
			}
		}
	}
	return out
}

// AnyOwned reports whether an owner has an object of a kind that matches. It first tries the object that matched before,
// then the newest. The check depends only on the object that is found and on its owner, because one is enough.
func AnyOwned(v View, owner types.UID, kind schema.GroupKind, match func(*unstructured.Unstructured) bool) bool {
	k := kinOf(v)
	line := k.line(owner, kind)
	fits := func(id, child types.UID) bool {
		o := k.last[child]
		if o.Object == nil || o.Ref.Kind.GVK.GroupKind() != kind || !k.has(id, o) || !match(o.Object) {
			return false
		}
		noteUID(v, child)
		noteUID(v, id)
		k.found[owner] = child
		return true
	}
	for _, id := range line {
		if fits(id, k.found[owner]) {
			return true
		}
	}
	for _, id := range line {
		for _, child := range slices.Backward(k.members[id][kind]) {
			if fits(id, child) {
				return true
			}
		}
	}
	for _, id := range line {
		noteOwner(v, id)
	}
	return false
}

// Property is a condition on objects. Properties are compared by their address.
type Property struct {
	// Has must depend on the object only.
	Has func(*unstructured.Unstructured) bool
}

// CountOwned counts the objects of a kind that belong to an owner and have a property. The count is maintained with every
// observation, so that the cost does not grow with the number of objects.
func CountOwned(v View, owner types.UID, kind schema.GroupKind, p *Property) int {
	k := kinOf(v)
	n := 0
	for _, id := range k.line(owner, kind) {
		noteOwner(v, id)
		n += k.tallied(id, kind, p)
	}
	return n
}

// Latest returns the last version of an object, which is a deletion if the object is gone; false if it was never observed.
func Latest(v View, id types.UID) (Observation, bool) {
	noteUID(v, id)
	o, seen := kinOf(v).last[id]
	return o, seen
}

// Born returns the first observed version of an object.
func Born(v View, id types.UID) (Observation, bool) {
	noteUID(v, id)
	o, seen := kinOf(v).first[id]
	return o, seen
}

// kin is the index of owners and what they own.
type kin struct {
	first, last map[types.UID]Observation
	named       map[objectKey]types.UID                                 // the object that has a name
	members     map[types.UID]map[schema.GroupKind][]types.UID          // what an owner has or had, in the order of arrival
	owners      map[types.UID][]types.UID                               // the owners of an object
	tallies     map[types.UID]map[schema.GroupKind]map[*Property]*tally // counts of the direct members of an owner
	found       map[types.UID]types.UID                                 // by owner: what AnyOwned found last
}

type tally struct {
	n   int
	has map[types.UID]bool
}

func newKin() *kin {
	return &kin{
		first: map[types.UID]Observation{}, last: map[types.UID]Observation{}, named: map[objectKey]types.UID{},
		members: map[types.UID]map[schema.GroupKind][]types.UID{}, owners: map[types.UID][]types.UID{},
		tallies: map[types.UID]map[schema.GroupKind]map[*Property]*tally{}, found: map[types.UID]types.UID{},
	}
}

// kinOf returns the index of a view, and builds one for this call if the view has none.
func kinOf(v View) *kin {
	if kept, is := v.(index); is {
		return kept.kin()
	}
	k := newKin()
	for _, o := range v.All() {
		k.add(o, keyOf(o.Ref))
	}
	return k
}

func (k *kin) add(o Observation, key objectKey) {
	id := o.Object.GetUID()
	if former, taken := k.named[key]; taken && former != id {
		gone := k.last[former]
		gone.Type = watch.Deleted
		k.set(former, gone)
	}
	k.named[key] = id
	if _, seen := k.first[id]; !seen {
		k.first[id] = o
	}
	for _, ref := range o.Object.GetOwnerReferences() {
		k.join(ref.UID, id, o.Ref.Kind.GVK.GroupKind())
	}
	k.set(id, o)
}

func (k *kin) join(owner, id types.UID, kind schema.GroupKind) {
	if slices.Contains(k.owners[id], owner) {
		return
	}
	k.owners[id] = append(k.owners[id], owner)
	if k.members[owner] == nil {
		k.members[owner] = map[schema.GroupKind][]types.UID{}
	}
	k.members[owner][kind] = append(k.members[owner][kind], id)
}

// set records the last version of an object, and updates its present and former owners.
func (k *kin) set(id types.UID, o Observation) {
	k.last[id] = o
	for _, owner := range k.owners[id] {
		for p, t := range k.tallies[owner][o.Ref.Kind.GVK.GroupKind()] {
			t.set(id, k.has(owner, o) && p.Has(o.Object))
		}
	}
}

func (t *tally) set(id types.UID, has bool) {
	switch {
	case has && !t.has[id]:
		t.has[id] = true
		t.n++
	case !has && t.has[id]:
		delete(t.has, id)
		t.n--
	}
}

// tallied counts the members of an owner when they are asked for the first time.
func (k *kin) tallied(owner types.UID, kind schema.GroupKind, p *Property) int {
	if t := k.tallies[owner][kind][p]; t != nil {
		return t.n
	}
	t := &tally{has: map[types.UID]bool{}}
	for _, id := range k.members[owner][kind] {
		t.set(id, k.has(owner, k.last[id]) && p.Has(k.last[id].Object))
	}
	if k.tallies[owner] == nil {
		k.tallies[owner] = map[schema.GroupKind]map[*Property]*tally{}
	}
	if k.tallies[owner][kind] == nil {
		k.tallies[owner][kind] = map[*Property]*tally{}
	}
	k.tallies[owner][kind][p] = t
	return t.n
}

// line returns an owner and everything that may be between it and objects of a kind, the latest first.
func (k *kin) line(owner types.UID, kind schema.GroupKind) []types.UID {
	line := []types.UID{owner}
	for at := 0; at < len(line); at++ {
		for between, members := range k.members[line[at]] {
			if between == kind {
				continue
			}
			for _, id := range slices.Backward(members) {
				if refers(k.last[id].Object, line[at]) && !slices.Contains(line, id) {
					line = append(line, id)
				}
			}
		}
	}
	return line
}

// has reports whether an object exists and belongs to the owner.
func (k *kin) has(owner types.UID, o Observation) bool {
	return o.Type != watch.Deleted && refers(o.Object, owner)
}

func refers(obj *unstructured.Unstructured, owner types.UID) bool {
	for _, ref := range obj.GetOwnerReferences() {
		if ref.UID == owner {
			return true
		}
	}
	return false
}
