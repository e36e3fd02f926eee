package cluster_test

import (
	"context"
	"fmt"
	"log"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// A program with its own cluster: it is reused if it exists, otherwise created.
func ExampleUp() {
	ctx := context.Background()
	c, err := cluster.Up(ctx, cluster.Options{Name: "my-tests", Kubernetes: "v1.36"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Name, c.How, c.KubeconfigPath)
	if err := cluster.Down(ctx, cluster.Options{Name: "my-tests"}); err != nil {
		log.Fatal(err)
	}
}
