package e2e_test

import (
	"os"
	"testing"

	"sigs.k8s.io/e2e-framework/pkg/env"
	"sigs.k8s.io/e2e-framework/pkg/envfuncs"

	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/cluster/e2eprovider"
	"github.com/gherkind/gherkind/scenarios/e2e"
)

// Tests of an application run on a cluster of their environment: features beside what is written with e2e-framework alone.
func Example() {
	environment := env.New()
	testMain := func(m *testing.M) { // func TestMain(m *testing.M)
		environment.Setup(envfuncs.CreateCluster(e2eprovider.New(cluster.Options{}), "shop"))
		environment.Finish(envfuncs.DestroyCluster("shop"))
		os.Exit(environment.Run(m))
	}
	testShop := func(t *testing.T) { // func TestShop(t *testing.T)
		environment.Test(t, e2e.Features(t, scenarios.Options{Paths: []string{"features/shop.feature"}})...)
	}
	_, _ = testMain, testShop
}
