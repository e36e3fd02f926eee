package oncluster

import (
	"context"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/oncluster/left"
)

// OpenStore opens the store for the results of a run: the bucket in results, such as s3://BUCKET/PREFIX, or ConfigMaps in the
// run's namespace.
func OpenStore(ctx context.Context, results, run string, client *kube.Client, getenv func(string) string) (Store, error) {
	if results == "" {
		return InConfigMaps{client.Typed().CoreV1().ConfigMaps(left.Namespace(run))}, nil
	}
	s, err := openS3(results, run, getenv)
	if err != nil {
		return nil, err
	}
	return s, persist(ctx, s.check)
}

// CheckResults validates the location of results without connecting to it.
func CheckResults(results string, getenv func(string) string) error {
	if results == "" {
		return nil
	}
	_, err := openS3(results, "", getenv)
	return err
}

// Credentials returns the environment variables with which runners access the store of results. There are none for ConfigMaps,
// or if the cloud provides pods with credentials.
func Credentials(results string, getenv func(string) string) map[string][]byte {
	variables := map[string][]byte{}
	if results == "" {
		return variables
	}
	for _, name := range s3Variables {
		if value := getenv(name); value != "" {
			variables[name] = []byte(value)
		}
	}
	return variables
}
