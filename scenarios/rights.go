package scenarios

// Rights returns the permissions that the scenarios need on an external cluster, as RBAC manifests. No cluster is contacted.
// The error is a [*UsageError] if the features are invalid.
func Rights(options Options) (string, error) {
	_, p, err := options.plan()
	if err != nil {
		return "", err
	}
	return p.Rights()
}
