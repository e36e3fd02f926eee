package world

import (
	"context"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
)

// SystemNamespace contains what outlives a run in a cluster: the journals of
// pending undos, and the Leases with which runs coordinate. The first run
// creates it, and it is never deleted, because another run may be using it.
const SystemNamespace = "gherkind-system"

// FormerSystemNamespace is where older versions of gherkind kept that.
const FormerSystemNamespace = "default"

// labelsOfSystem tell people whose namespace it is. Those of a run are not among them: it belongs to no run, and no
// clean-up takes it.
var labelsOfSystem = map[string]string{"app.kubernetes.io/name": "gherkind", "app.kubernetes.io/managed-by": "gherkind"}

// InSystem does something in SystemNamespace, and makes that when it is not there.
func InSystem(ctx context.Context, client *kube.Client, do func(context.Context) error) error {
	err := do(ctx)
	if !withoutNamespace(err) {
		return err
	}
	_, err = client.Typed().CoreV1().Namespaces().Create(ctx, &corev1.Namespace{
		ObjectMeta: metav1.ObjectMeta{Name: SystemNamespace, Labels: labelsOfSystem},
	}, metav1.CreateOptions{})
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("make namespace %s, in which the runs on a cluster keep Leases and undos: %w; "+
			"somebody who may make it has to do so once: kubectl create namespace %[1]s", SystemNamespace, err)
	}
	return do(ctx)
}

// withoutNamespace tells that a namespace was not there for an object to be made in it.
func withoutNamespace(err error) bool {
	var answer apierrors.APIStatus
	return errors.As(err, &answer) && apierrors.IsNotFound(err) && answer.Status().Details != nil && answer.Status().Details.Kind == "namespaces"
}
