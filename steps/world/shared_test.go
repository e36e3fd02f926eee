package world_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	rbacv1client "k8s.io/client-go/kubernetes/typed/rbac/v1"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/world"
)

const roleText = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: %s, labels: {a: b}}\n"

func rbacOf(t *testing.T, client *kube.Client) rbacv1client.RbacV1Interface {
	t.Helper()
	c, err := rbacv1client.NewForConfig(client.Config())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// If several scenarios create the same cluster-scoped object at the same time, one of them succeeds, and the end of the others
// does not delete it.
func TestOneOfManyGetsAClusterScopedObject(t *testing.T) {
	r := newRun(t)
	name := ours(r, "rows")
	text := fmt.Sprintf(roleText, name)
	worlds, errs := make([]*world.World, 8), make([]error, 8)
	var all sync.WaitGroup
	for i := range worlds {
		worlds[i] = r.Open(world.Scenario{Name: "a row", URI: "features/x.feature", Line: i})
		all.Go(func() { errs[i] = worlds[i].Apply(t.Context(), manifest(t, text)) })
	}
	all.Wait()
	var winner *world.World
	for i, err := range errs {
		switch {
		case err == nil && winner == nil:
			winner = worlds[i]
			continue
		case err == nil:
			t.Error("two scenarios created it")
		case !strings.Contains(err.Error(), `of scenario "a-row"`):
			t.Error(err)
		}
		finish(t, r, worlds[i])
	}
	if winner == nil {
		t.Fatal("no scenario created it")
	}
	roles := rbacOf(t, r.Client).ClusterRoles()
	if _, err := roles.Get(t.Context(), name, metav1.GetOptions{}); err != nil {
		t.Errorf("it was deleted by scenarios that did not create it: %v", err)
	}
	finish(t, r, winner)
	awaitNoRole(t, r, name)
}

func awaitNoRole(t *testing.T, r *world.Run, name string) {
	t.Helper()
	kind, err := r.Client.KindByName(t.Context(), "clusterroles")
	if err == nil {
		err = r.Client.AwaitGone(bounded(t, 20*time.Second), kube.Ref{Kind: kind, Name: name})
	}
	if err != nil {
		t.Error(err)
	}
}

// Fields that a later apply by the same scenario omits are removed, as with any applied object.
func TestAClusterScopedObjectIsAppliedAgain(t *testing.T) {
	r := newRun(t)
	w := open(r, "again and")
	defer finish(t, r, w)
	name := ours(r, "again")
	text := fmt.Sprintf(roleText, name)
	for _, each := range []string{text, strings.Replace(text, "a: b", "c: d", 1)} {
		if err := w.Apply(t.Context(), manifest(t, each)); err != nil {
			t.Fatal(err)
		}
	}
	role, err := rbacOf(t, r.Client).ClusterRoles().Get(t.Context(), name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if role.Labels["a"] != "" || role.Labels["c"] != "d" || role.Labels[world.LabelRun] == "" {
		t.Errorf("labels %v", role.Labels)
	}
}

// An object that has replaced the scenario's own is not deleted.
func TestWhatTookThePlaceStays(t *testing.T) {
	r := newRun(t)
	w := open(r, "place")
	name := ours(r, "place")
	if err := w.Apply(t.Context(), manifest(t, fmt.Sprintf(roleText, name))); err != nil {
		t.Fatal(err)
	}
	roles := rbacOf(t, r.Client).ClusterRoles()
	if err := roles.Delete(t.Context(), name, metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := roles.Create(t.Context(), &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name}}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := roles.Delete(bounded(t, time.Minute), name, metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
	if err := w.Apply(t.Context(), manifest(t, fmt.Sprintf(roleText, name))); err == nil || !strings.Contains(err.Error(), "not made by gherkind") {
		t.Errorf("an object of somebody else was overwritten: %v", err)
	}
	finish(t, r, w)
	if _, err := roles.Get(t.Context(), name, metav1.GetOptions{}); err != nil {
		t.Errorf("the object of somebody else: %v", err)
	}
}

// deaf loses the responses to creations under a path.
type deaf struct {
	next http.RoundTripper
	path string
}

func (d *deaf) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := d.next.RoundTrip(r)
	if err != nil || r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, d.path) {
		return answer, err
	}
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return nil, err
	}
	return nil, errors.Join(answer.Body.Close(), errors.New("the connection was cut"))
}

// After a lost response, an object that was created nevertheless is deleted at the end, and one that was not created by the
// scenario stays.
func TestALostAnswer(t *testing.T) {
	config := *clustertest.Up(t).Config
	config.Wrap(func(next http.RoundTripper) http.RoundTripper { return &deaf{next, "/clusterroles"} })
	client, err := kube.New(&config)
	if err != nil {
		t.Fatal(err)
	}
	r := runBy(t, client)
	w := open(r, "lost")
	for _, text := range []string{
		fmt.Sprintf(roleText, ours(r, "lost")),
		strings.Replace(fmt.Sprintf(roleText, ours(r, "gen")+"-"), "name:", "generateName:", 1),
		fmt.Sprintf(roleText, "view"), // exists, and belongs to somebody else
	} {
		if err := w.Apply(t.Context(), manifest(t, text)); err == nil || !strings.Contains(err.Error(), "the connection was cut") {
			t.Fatalf("got %v", err)
		}
	}
	if n := len(rolesOf(t, r)); n != 2 {
		t.Errorf("%d were made", n)
	}
	finish(t, r, w)
	if left := rolesOf(t, r); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if _, err := rbacOf(t, client).ClusterRoles().Get(t.Context(), "view", metav1.GetOptions{}); err != nil {
		t.Error(err)
	}
}

func rolesOf(t *testing.T, r *world.Run) (names []string) {
	t.Helper()
	list, err := rbacOf(t, r.Client).ClusterRoles().List(t.Context(), metav1.ListOptions{LabelSelector: world.LabelRun + "=" + r.ID})
	if err != nil {
		t.Fatal(err)
	}
	for i := range list.Items {
		names = append(names, list.Items[i].Name)
	}
	return names
}

// A patch that removes the labels by which a later run would find the object is followed by their restoration; the same holds
// for a namespace. If somebody else removes them, the scenario still recognizes its object.
func TestAPatchTakesNoMarksAway(t *testing.T) {
	r := newRun(t)
	w := open(r, "marks")
	name := ours(r, "marks")
	if err := w.Apply(t.Context(), manifest(t, fmt.Sprintf(roleText, name))); err != nil {
		t.Fatal(err)
	}
	namespace, err := w.Namespace(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	without := kube.PatchBody{Type: types.MergePatchType, Body: map[string]any{"metadata": map[string]any{"labels": nil, "annotations": nil}}}
	for kindName, object := range map[string]string{"clusterroles": name, "namespaces": namespace} {
		kind, err := r.Client.KindByName(t.Context(), kindName)
		if err != nil {
			t.Fatal(err)
		}
		ref := kube.Ref{Kind: kind, Name: object}
		if err := w.Patch(t.Context(), ref, without, false); err != nil {
			t.Fatal(err)
		}
		if obj, err := r.Client.Get(t.Context(), ref); err != nil || obj.GetLabels()[world.LabelRun] != r.ID || obj.GetLabels()["a"] != "" {
			t.Errorf("%s: %v, %v", ref, obj.GetLabels(), err)
		}
	}
	roles := rbacOf(t, r.Client).ClusterRoles()
	if _, err := roles.Patch(t.Context(), name, types.MergePatchType, []byte(`{"metadata":{"labels":null,"annotations":null}}`), metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
	finish(t, r, w)
	awaitNoRole(t, r, name)
}

// The hook of a chart is deleted before it is created: another object with its name stays, and the deletion succeeds.
func TestRemoveLeavesWhatIsNotTheScenarios(t *testing.T) {
	r := newRun(t)
	w := open(r, "removes")
	other, own := ours(r, "other"), ours(r, "own")
	roles := rbacOf(t, r.Client).ClusterRoles()
	if _, err := roles.Create(t.Context(), &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: other}}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := roles.Delete(context.WithoutCancel(t.Context()), other, metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
	if err := w.Apply(t.Context(), manifest(t, fmt.Sprintf(roleText, own))); err != nil {
		t.Fatal(err)
	}
	kind, err := r.Client.KindByName(t.Context(), "clusterroles")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{other, own, ours(r, "none")} {
		if err := w.Remove(t.Context(), kube.Ref{Kind: kind, Name: name}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := roles.Get(t.Context(), other, metav1.GetOptions{}); err != nil {
		t.Errorf("it has deleted an object that it did not create: %v", err)
	}
	awaitNoRole(t, r, own)
	finish(t, r, w)
}
