/// The credentials that assume a profile's role: another profile's, or those that `credential_source` names.
extension ProfileCredentials {
    func source(of profile: AWSProfile, after path: [String]) throws(AWSError) -> any CredentialsProvider {
        switch (profile["source_profile"], profile["credential_source"]) {
        case (.some, .some):
            throw .credentials("Profile \(profile.name) has both source_profile and credential_source; keep one.")
        case (let source?, nil) where source == profile.name:
            let keys = ["aws_access_key_id", "aws_secret_access_key"]
            guard keys.contains(where: { profile[$0] != nil }), let found = try direct(profile) else {
                throw Self.empty(profile.name)
            }
            return found.provider
        case (let source?, nil):
            guard let found = try found(in: source, after: path) else { throw Self.empty(source) }
            return found.provider
        case (nil, let source?):
            return try credentialSource(source, of: profile)
        case (nil, nil):
            throw .credentials("Profile \(profile.name) has role_arn but no source_profile; add one.")
        }
    }

    /// - Throws: if the source has no credentials, or isn't one of the three.
    private func credentialSource(
        _ source: String, of profile: AWSProfile
    ) throws(AWSError) -> any CredentialsProvider {
        switch source {
        case "Environment":
            guard let found = try EnvironmentCredentials(environment) else {
                throw .credentials(
                    "Profile \(profile.name) takes its credentials from the environment, but AWS_ACCESS_KEY_ID and "
                        + "AWS_SECRET_ACCESS_KEY are not set.")
            }
            return found
        case "EcsContainer":
            guard
                let found = try ContainerCredentials(
                    environment: environment, sender: sender, settings: settings, readFile: readFile)
            else {
                throw .credentials(
                    "Profile \(profile.name) takes its credentials from the container, but neither "
                        + "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor _FULL_URI is set.")
            }
            return found
        case "Ec2InstanceMetadata":
            guard let address = try InstanceMetadataAddress(environment: environment, profile: profiles.selected) else {
                throw .credentials(
                    "Profile \(profile.name) takes its credentials from this instance, but "
                        + "AWS_EC2_METADATA_DISABLED is set.")
            }
            return InstanceMetadataCredentials(
                address: address, sender: sender, settings: settings,
                noResponse:
                    "Profile \(profile.name) takes its credentials from this instance, but no instance metadata "
                    + "service responds at \(address.base); check that this is an EC2 instance and, in a container, "
                    + "that its hop limit is 2.")
        default:
            throw .credentials(
                "Profile \(profile.name) has credential_source = \(ForeignText.cleaned(source)); it must be "
                    + "Environment, EcsContainer or Ec2InstanceMetadata.")
        }
    }
}
