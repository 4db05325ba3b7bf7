import { useNavigate } from 'react-router';
import type { Image } from '../api/types';
import { AllowedButton } from '../shell/AllowedButton';
import { cloneRefusal } from './ImageBadge';

export function CloneButton({ image, variant = 'secondary' }: { image: Image; variant?: 'primary' | 'secondary' }) {
  const navigate = useNavigate();
  return (
    <AllowedButton
      variant={variant}
      reason={cloneRefusal(image)}
      aria-label={`Clone ${image.name}`}
      data-testid="clone-image"
      onClick={() => void navigate(`/machines/new?image=${encodeURIComponent(image.name)}`)}
    >
      Clone
    </AllowedButton>
  );
}
