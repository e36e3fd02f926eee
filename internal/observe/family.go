package observe

import (
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
)

// What belongs to an object by owner references, directly or through others: a Deployment owns ReplicaSets, which own pods.
// What is gone, or has another owner by now, is not what an owner has; but what is gone may own what is still there.

// Owned returns the objects of a kind that an owner has, and those that are gone and were its own to the end, each in its
// last version.
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

// AnyOwned tells whether an owner has an object of a kind that is as wanted. The one that was so before is asked first,
// then the newest. The check is concerned by the one that is found and its owner, and not by the others: one is enough.
func AnyOwned(v View, owner types.UID, kind schema.GroupKind, wanted func(*unstructured.Unstructured) bool) bool {
	k := kinOf(v)
	line := k.line(owner, kind)
	fits := func(id, child types.UID) bool {
		o := k.last[child]
		if o.Object == nil || o.Ref.Kind.GVK.GroupKind() != kind || !k.has(id, o) || !wanted(o.Object) {
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

// Property is what objects may have. Two properties are the same when they are one variable.
type Property struct {
	// Has depends on the object only.
	Has func(*unstructured.Unstructured) bool
}

// CountOwned counts the objects of a kind that an owner has and that have a property. The number is kept with every
// observation, so it costs the same for two objects and for thousands.
func CountOwned(v View, owner types.UID, kind schema.GroupKind, p *Property) int {
	k := kinOf(v)
	n := 0
	for _, id := range k.line(owner, kind) {
		noteOwner(v, id)
		n += k.tallied(id, kind, p)
	}
	return n
}

// Latest is the last version of an object, which is gone when that is a deletion; false when it was never seen.
func Latest(v View, id types.UID) (Observation, bool) {
	noteUID(v, id)
	o, seen := kinOf(v).last[id]
	return o, seen
}

// Born is the first version of an object that was seen.
func Born(v View, id types.UID) (Observation, bool) {
	noteUID(v, id)
	o, seen := kinOf(v).first[id]
	return o, seen
}

// kin knows who owns whom.
type kin struct {
	first, last map[types.UID]Observation
	named       map[objectKey]types.UID                                 // who has a name
	members     map[types.UID]map[schema.GroupKind][]types.UID          // of an owner, that it has or had, in the order in which they came
	owners      map[types.UID][]types.UID                               // the reverse
	tallies     map[types.UID]map[schema.GroupKind]map[*Property]*tally // of an owner's own members
	found       map[types.UID]types.UID                                 // what AnyOwned found last
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

// kinOf is the index of a view, made for the moment where it has none.
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

// set notes the last version of an object, and what that changes for those who own it, or did.
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

// tallied counts an owner's members the first time that they are asked for.
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

// line is an owner with all that may stand between it and objects of a kind, what came last first.
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

// has tells whether an object is there and has this owner.
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
