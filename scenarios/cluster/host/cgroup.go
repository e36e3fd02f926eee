package host

// cgroupV1 uses the daemon's information (version "1" or "2"). If the daemon is too old to provide it, the file system mounted at
// dir decides.
func cgroupV1(version, dir string) (bool, error) {
	switch version {
	case "1":
		return true, nil
	case "2":
		return false, nil
	}
	return mountedV1(dir)
}
