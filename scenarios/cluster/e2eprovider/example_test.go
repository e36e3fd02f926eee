package e2eprovider_test

import (
	"os"
	"testing"

	"sigs.k8s.io/e2e-framework/pkg/env"
	"sigs.k8s.io/e2e-framework/pkg/envfuncs"

	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/cluster/e2eprovider"
)

// The TestMain of a package whose tests use e2e-framework: the tests run on gherkind's cluster, which is ready when the first one
// starts. It is kept if it existed before.
func Example() {
	testMain := func(m *testing.M) {
		const name = "gherkind"
		provider := e2eprovider.New(cluster.Options{Kubernetes: "v1.37"})
		environment := env.New()
		environment.Setup(envfuncs.CreateCluster(provider, name))
		environment.Finish(envfuncs.DestroyCluster(name))
		os.Exit(environment.Run(m))
	}
	_ = testMain
}
